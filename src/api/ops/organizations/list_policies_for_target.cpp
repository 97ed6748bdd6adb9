// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/organizations/ids.h"
#include "api/organizations/paging.h"
#include "api/organizations/policies.h"
#include "model/organization/access.h"
#include "model/organization/attachments.h"

namespace licet::api {
namespace {

constexpr std::string_view kOperation = "ListPoliciesForTarget";

struct Request {
    organizations::TargetId TargetId;
    model::PolicyType Filter = model::PolicyType::SERVICE_CONTROL_POLICY;
    organizations::NextToken NextToken;
    organizations::MaxResults MaxResults;
};
BOOST_DESCRIBE_STRUCT(Request, (), (TargetId, Filter, NextToken, MaxResults))

struct Response {
    std::vector<organizations::PolicySummary> Policies;
    std::optional<std::string> NextToken;
};
BOOST_DESCRIBE_STRUCT(Response, (), (Policies, NextToken))

Result<Response> run(Call& call, const Request& request) {
    const auto& state = call.state().organization;
    LICET_TRY(const auto organization, model::require_reader(state, call.account()));
    LICET_TRY_VOID(model::require_target(state, organization, request.TargetId));
    const Listing listing{
        call, kOperation,
        request.TargetId + '/' + std::string{model::policy_type_name(request.Filter)}};
    LICET_TRY(const auto page, organizations::page_of<std::string>(listing, request));
    Response response;
    const auto ids =
        model::policies_on(state, organization.details, request.TargetId, request.Filter);
    response.NextToken = organizations::fill(listing, ids, page, [&](const std::string& id) {
        response.Policies.push_back(organizations::show_policy_summary(
            organization, *model::find_policy(state, organization, id)));
        return true;
    });
    return response;
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return organizations::permit_target(call, request.TargetId, request.Filter);
}

constexpr std::string_view kErrors[] = {"AWSOrganizationsNotInUseException",
                                        "TargetNotFoundException"};

}  // namespace

extern constinit const Operation op_organizations_list_policies_for_target =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kOrganizations,
         .name = "ListPoliciesForTarget",
         .doc = "Lists the policies of a type that are attached to a root, an organizational unit "
                "or an account itself.",
         .access = Access::read,
         .needs = organizations::kOnTarget,
         .errors = kErrors});

}  // namespace licet::api
