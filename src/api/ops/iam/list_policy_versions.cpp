// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/iam/paging.h"
#include "api/iam/permissions.h"
#include "api/iam/policies.h"
#include "model/identity/managed_policies.h"

#include <fmt/format.h>

namespace licet::api {
namespace {

struct Request {
    iam::Arn PolicyArn;
    iam::Marker Marker;
    iam::MaxItems MaxItems;
};
BOOST_DESCRIBE_STRUCT(Request, (), (PolicyArn, Marker, MaxItems))

struct Response {
    std::vector<iam::PolicyVersion> Versions;
    bool IsTruncated = false;
    std::optional<std::string> Marker;
};
BOOST_DESCRIBE_STRUCT(Response, (), (Versions, IsTruncated, Marker))

Result<Response> run(Call& call, const Request& request) {
    LICET_TRY(const auto* policy, model::require_managed_policy(call.state().identity,
                                                                call.account(), request.PolicyArn));
    const Listing listing{call, "ListPolicyVersions", request.PolicyArn};
    LICET_TRY(const auto page, iam::page_of(listing, request.Marker, request.MaxItems));
    std::map<std::string, model::PolicyVersionId> newest_first;  // at most five
    for (const auto& [id, version] : policy->versions) {
        newest_first.emplace(fmt::format("{:010}", UINT32_MAX - id.number), id);
    }
    Response response;
    const auto next = fill_page(newest_first, page, [&](const auto& item) {
        response.Versions.push_back(iam::show_version(*policy, item.second, iam::Detail::summary));
        return true;
    });
    iam::end_page(response, listing, next);
    return response;
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return iam::on_policy(call, request.PolicyArn);
}

}  // namespace

extern constinit const Operation op_iam_list_policy_versions =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kIam,
         .name = "ListPolicyVersions",
         .doc = "Lists the versions of a managed policy, the newest first.",
         .access = Access::read,
         .needs = iam::kOnPolicy});

}  // namespace licet::api
