// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/organizations/paging.h"
#include "api/organizations/policies.h"
#include "model/organization/access.h"

namespace licet::api {
namespace {

constexpr std::string_view kOperation = "ListPolicies";

struct Request {
    model::PolicyType Filter = model::PolicyType::SERVICE_CONTROL_POLICY;
    organizations::NextToken NextToken;
    organizations::MaxResults MaxResults;
};
BOOST_DESCRIBE_STRUCT(Request, (), (Filter, NextToken, MaxResults))

struct Response {
    std::vector<organizations::PolicySummary> Policies;
    std::optional<std::string> NextToken;
};
BOOST_DESCRIBE_STRUCT(Response, (), (Policies, NextToken))

Result<Response> run(Call& call, const Request& request) {
    const auto& state = call.state().organization;
    LICET_TRY(const auto organization, model::require_reader(state, call.account()));
    const Listing listing{call, kOperation, model::policy_type_name(request.Filter)};
    LICET_TRY(const auto page, organizations::page_of<std::string>(listing, request));
    Response response;
    const auto ids = model::policies_of_type(state, organization, request.Filter);
    response.NextToken = organizations::fill(listing, ids, page, [&](const std::string& id) {
        response.Policies.push_back(organizations::show_policy_summary(
            organization, *model::find_policy(state, organization, id)));
        return true;
    });
    return response;
}

Permissions permissions(const PermissionCall&, const Request& request) {
    return organizations::permit_policy_type(request.Filter);
}

constexpr std::string_view kErrors[] = {"AWSOrganizationsNotInUseException"};

}  // namespace

extern constinit const Operation op_organizations_list_policies =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kOrganizations,
         .name = "ListPolicies",
         .doc = "Lists the policies of a type, those that AWS manages included.",
         .access = Access::read,
         .needs = organizations::kOnPolicyType,
         .errors = kErrors});

}  // namespace licet::api
