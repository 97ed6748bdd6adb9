// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/iam/paging.h"
#include "api/iam/targets.h"
#include "model/identity/identity_policies.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The operations on the managed policies that are attached: three for each of users, groups and
/// roles.
namespace licet::api::iam {

template <typename Target>
struct AttachRequest : Target {
    Arn PolicyArn;
    BOOST_DESCRIBE_CLASS(AttachRequest, (Target), (PolicyArn), (), ())
};

template <typename Target>
struct ListAttachedRequest : Target {
    std::optional<PolicyPath> PathPrefix;
    iam::Marker Marker;
    iam::MaxItems MaxItems;
    BOOST_DESCRIBE_CLASS(ListAttachedRequest, (Target), (PathPrefix, Marker, MaxItems), (), ())
};

struct AttachedPolicy {
    std::string PolicyName;
    std::string PolicyArn;
};
BOOST_DESCRIBE_STRUCT(AttachedPolicy, (), (PolicyName, PolicyArn))

struct ListAttachedResponse {
    std::vector<AttachedPolicy> AttachedPolicies;
    bool IsTruncated = false;
    std::optional<std::string> Marker;
};
BOOST_DESCRIBE_STRUCT(ListAttachedResponse, (), (AttachedPolicies, IsTruncated, Marker))

template <typename Target>
Result<Empty> run_attach(Call& call, const AttachRequest<Target>& request) {
    return commit<Target>(call, request,
                          model::attach_policy(call.state(), {identity_of<Target>(call, request),
                                                              request.PolicyArn}));
}

template <typename Target>
Result<Empty> run_detach(Call& call, const AttachRequest<Target>& request) {
    return commit<Target>(call, request,
                          model::detach_policy(call.state(), {identity_of<Target>(call, request),
                                                              request.PolicyArn}));
}

template <typename Target>
Result<ListAttachedResponse> run_list_attached(Call& call,
                                               const ListAttachedRequest<Target>& request) {
    LICET_TRY(const auto view,
              model::require_identity(call.state(), identity_of<Target>(call, request)));
    const std::string prefix = request.PathPrefix.value_or("/");
    const Listing listing{call, "ListAttachedPolicies " + view.arn, prefix};
    LICET_TRY(const auto page, page_of(listing, request.Marker, request.MaxItems));
    ListAttachedResponse response;
    const auto next = fill_page(*view.attached, page, [&](const std::string& arn) {
        const auto* policy = model::find_managed_policy(call.state().identity, arn);
        if (policy == nullptr || !policy->path.starts_with(prefix)) {
            return false;
        }
        response.AttachedPolicies.push_back({arn.substr(arn.rfind('/') + 1), arn});
        return true;
    });
    end_page(response, listing, next);
    return response;
}

template <typename Request>
Permissions attachment_permissions(const PermissionCall& call, const Request& request) {
    auto permissions = permissions_on(call, request);
    add_policy_arn(permissions, request.PolicyArn);
    return permissions;
}

inline constexpr std::string_view kAttachErrors[] = {"UnmodifiableEntity", "InvalidInput",
                                                     "PolicyNotAttachable"};
inline constexpr std::string_view kDetachErrors[] = {"UnmodifiableEntity"};

template <typename Target>
inline constexpr Need kAttachNeed{.resources = Target::kNeed.resources, .keys = kAttachmentKeys};

template <typename Target>
consteval Operation attach_policy(std::string_view name, std::string_view doc) {
    using Request = AttachRequest<Target>;
    return operation<Request, Empty, run_attach<Target>, attachment_permissions<Request>>(
        {.service = &wire::kIam,
         .name = name,
         .doc = doc,
         .access = Access::write,
         .needs = kAttachNeed<Target>,
         .errors = errors_of<Target>(kAttachErrors)});
}

template <typename Target>
consteval Operation detach_policy(std::string_view name, std::string_view doc) {
    using Request = AttachRequest<Target>;
    return operation<Request, Empty, run_detach<Target>, attachment_permissions<Request>>(
        {.service = &wire::kIam,
         .name = name,
         .doc = doc,
         .access = Access::write,
         .needs = kAttachNeed<Target>,
         .errors = errors_of<Target>(kDetachErrors)});
}

template <typename Target>
consteval Operation list_attached_policies(std::string_view name, std::string_view doc) {
    using Request = ListAttachedRequest<Target>;
    return operation<Request, ListAttachedResponse, run_list_attached<Target>,
                     permissions_on<Request>>({.service = &wire::kIam,
                                               .name = name,
                                               .doc = doc,
                                               .access = Access::read,
                                               .needs = Target::kNeed});
}

}  // namespace licet::api::iam
