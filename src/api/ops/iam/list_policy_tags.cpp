// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/iam/paging.h"
#include "api/iam/permissions.h"
#include "model/identity/managed_policies.h"

namespace licet::api {
namespace {

struct Request {
    iam::Arn PolicyArn;
    iam::Marker Marker;
    iam::MaxItems MaxItems;
};
BOOST_DESCRIBE_STRUCT(Request, (), (PolicyArn, Marker, MaxItems))

struct Response {
    std::vector<WireTag> Tags;
    bool IsTruncated = false;
    std::optional<std::string> Marker;
};
BOOST_DESCRIBE_STRUCT(Response, (), (Tags, IsTruncated, Marker))

Result<Response> run(Call& call, const Request& request) {
    LICET_TRY(const auto* policy, model::require_managed_policy(call.state().identity,
                                                                call.account(), request.PolicyArn));
    const Listing listing{call, "ListPolicyTags", request.PolicyArn};
    LICET_TRY(const auto page, iam::page_of(listing, request.Marker, request.MaxItems));
    Response response;
    const auto next = fill_page(policy->tags, page, [&](const auto& tag) {
        response.Tags.push_back({tag.first, tag.second});
        return true;
    });
    iam::end_page(response, listing, next);
    return response;
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return iam::on_policy(call, request.PolicyArn);
}

}  // namespace

extern constinit const Operation op_iam_list_policy_tags =
    operation<Request, Response, run, permissions>({.service = &wire::kIam,
                                                    .name = "ListPolicyTags",
                                                    .doc = "Lists the tags of a managed policy.",
                                                    .access = Access::read,
                                                    .needs = iam::kOnPolicy});

}  // namespace licet::api
