// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/organizations/ids.h"
#include "api/organizations/paging.h"
#include "api/organizations/policies.h"
#include "model/organization/access.h"
#include "model/organization/arns.h"
#include "model/organization/attachments.h"

namespace licet::api {
namespace {

constexpr std::string_view kOperation = "ListTargetsForPolicy";

struct Request {
    organizations::PolicyId PolicyId;
    organizations::NextToken NextToken;
    organizations::MaxResults MaxResults;
};
BOOST_DESCRIBE_STRUCT(Request, (), (PolicyId, NextToken, MaxResults))

enum class TargetType { ACCOUNT, ORGANIZATIONAL_UNIT, ROOT };
BOOST_DESCRIBE_ENUM(TargetType, ACCOUNT, ORGANIZATIONAL_UNIT, ROOT)

struct PolicyTargetSummary {
    std::string TargetId;
    std::string Arn;
    std::string Name;
    TargetType Type = TargetType::ACCOUNT;
};
BOOST_DESCRIBE_STRUCT(PolicyTargetSummary, (), (TargetId, Arn, Name, Type))

struct Response {
    std::vector<PolicyTargetSummary> Targets;
    std::optional<std::string> NextToken;
};
BOOST_DESCRIBE_STRUCT(Response, (), (Targets, NextToken))

PolicyTargetSummary show_target(const model::Organizations& state,
                                const model::OrganizationView& organization,
                                const std::string& id) {
    if (const auto account = AccountId::parse(id); account.ok()) {
        return {id, model::account_arn(organization, *account),
                model::find_account(state, *account)->name, TargetType::ACCOUNT};
    }
    const auto unit = organization.details.units.find(id);
    if (unit == organization.details.units.end()) {
        return {id, model::root_arn(organization), "Root", TargetType::ROOT};
    }
    return {id, model::unit_arn(organization, id), unit->second.name,
            TargetType::ORGANIZATIONAL_UNIT};
}

Result<Response> run(Call& call, const Request& request) {
    const auto& state = call.state().organization;
    LICET_TRY(const auto organization, model::require_reader(state, call.account()));
    LICET_TRY(const auto policy, model::require_policy(state, organization, request.PolicyId));
    const Listing listing{call, kOperation, request.PolicyId};
    LICET_TRY(const auto page, organizations::page_of<std::string>(listing, request));
    Response response;
    const auto targets = model::targets_of(state, organization, policy);
    response.NextToken = organizations::fill(listing, targets, page, [&](const std::string& id) {
        response.Targets.push_back(show_target(state, organization, id));
        return true;
    });
    return response;
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return organizations::permit_node(call, request.PolicyId);
}

constexpr std::string_view kErrors[] = {"AWSOrganizationsNotInUseException",
                                        "PolicyNotFoundException"};

}  // namespace

extern constinit const Operation op_organizations_list_targets_for_policy =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kOrganizations,
         .name = "ListTargetsForPolicy",
         .doc = "Lists the roots, organizational units and accounts that a policy is attached to.",
         .access = Access::read,
         .needs = organizations::kOnPolicy,
         .errors = kErrors});

}  // namespace licet::api
