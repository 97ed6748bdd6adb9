// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/iam/paging.h"
#include "api/iam/shapes.h"
#include "api/iam/targets.h"
#include "model/identity/identity_policies.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The operations on tags: three for each of users and roles.
namespace licet::api::iam {

template <typename Target>
struct TagRequest : Target {
    List<WireTag, 1, model::kTagsMax> Tags;
    BOOST_DESCRIBE_CLASS(TagRequest, (Target), (Tags), (), ())
};

template <typename Target>
struct UntagRequest : Target {
    List<Text<1, 128>, 1, model::kTagsMax> TagKeys;
    BOOST_DESCRIBE_CLASS(UntagRequest, (Target), (TagKeys), (), ())
};

template <typename Target>
struct ListTagsRequest : Target {
    iam::Marker Marker;
    iam::MaxItems MaxItems;
    BOOST_DESCRIBE_CLASS(ListTagsRequest, (Target), (Marker, MaxItems), (), ())
};

struct ListTagsResponse {
    std::vector<WireTag> Tags;
    bool IsTruncated = false;
    std::optional<std::string> Marker;
};
BOOST_DESCRIBE_STRUCT(ListTagsResponse, (), (Tags, IsTruncated, Marker))

template <typename Target>
Result<Empty> run_tag(Call& call, const TagRequest<Target>& request) {
    return commit<Target>(call, request,
                          model::tag_identity(call.state(), {identity_of<Target>(call, request),
                                                             tags_in(request.Tags)}));
}

template <typename Target>
Result<Empty> run_untag(Call& call, const UntagRequest<Target>& request) {
    return commit<Target>(call, request,
                          model::untag_identity(call.state(), {identity_of<Target>(call, request),
                                                               asked_tag_keys(request.TagKeys)}));
}

template <typename Target>
Result<ListTagsResponse> run_list_tags(Call& call, const ListTagsRequest<Target>& request) {
    LICET_TRY(const auto view,
              model::require_identity(call.state(), identity_of<Target>(call, request)));
    const Listing listing{call, "ListTags", view.arn};
    LICET_TRY(const auto page, page_of(listing, request.Marker, request.MaxItems));
    ListTagsResponse response;
    const auto next = fill_page(*view.tags, page, [&](const auto& tag) {
        response.Tags.push_back({tag.first, tag.second});
        return true;
    });
    end_page(response, listing, next);
    return response;
}

template <typename Request>
Permissions tag_permissions(const PermissionCall& call, const Request& request) {
    auto permissions = permissions_on(call, request);
    permissions.front().request_tags = asked_tags(request.Tags);
    return permissions;
}

template <typename Request>
Permissions untag_permissions(const PermissionCall& call, const Request& request) {
    auto permissions = permissions_on(call, request);
    permissions.front().tag_keys = asked_tag_keys(request.TagKeys);
    return permissions;
}

inline constexpr std::string_view kTagErrors[] = {"InvalidInput"};

template <typename Target>
inline constexpr Need kTagNeed{
    .resources = Target::kNeed.resources,
    .keys = {policy::Key::aws_resource_tag, policy::Key::iam_permissions_boundary,
             policy::Key::aws_request_tag, policy::Key::aws_tag_keys}};

template <typename Target>
consteval Operation tag(std::string_view name, std::string_view doc) {
    using Request = TagRequest<Target>;
    return operation<Request, Empty, run_tag<Target>, tag_permissions<Request>>(
        {.service = &wire::kIam,
         .name = name,
         .doc = doc,
         .access = Access::write,
         .needs = kTagNeed<Target>,
         .errors = kTagErrors});
}

template <typename Target>
consteval Operation untag(std::string_view name, std::string_view doc) {
    using Request = UntagRequest<Target>;
    return operation<Request, Empty, run_untag<Target>, untag_permissions<Request>>(
        {.service = &wire::kIam,
         .name = name,
         .doc = doc,
         .access = Access::write,
         .needs = kTagNeed<Target>});
}

template <typename Target>
consteval Operation list_tags(std::string_view name, std::string_view doc) {
    using Request = ListTagsRequest<Target>;
    return operation<Request, ListTagsResponse, run_list_tags<Target>, permissions_on<Request>>(
        {.service = &wire::kIam,
         .name = name,
         .doc = doc,
         .access = Access::read,
         .needs = Target::kNeed});
}

}  // namespace licet::api::iam
