// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/organizations/ids.h"
#include "api/organizations/paging.h"
#include "api/organizations/permissions.h"
#include "model/organization/access.h"

namespace licet::api {
namespace {

struct Request {
    organizations::ChildId ChildId;
    organizations::NextToken NextToken;
    organizations::MaxResults MaxResults;
};
BOOST_DESCRIBE_STRUCT(Request, (), (ChildId, NextToken, MaxResults))

enum class ParentType { ROOT, ORGANIZATIONAL_UNIT };
BOOST_DESCRIBE_ENUM(ParentType, ROOT, ORGANIZATIONAL_UNIT)

struct Parent {
    std::string Id;
    ParentType Type = ParentType::ROOT;
};
BOOST_DESCRIBE_STRUCT(Parent, (), (Id, Type))

struct Response {
    std::vector<Parent> Parents;
};
BOOST_DESCRIBE_STRUCT(Response, (), (Parents))

/// Empty when there is no such child in the organization.
std::string parent_of(const model::Organizations& state,
                      const model::OrganizationView& organization, const std::string& child) {
    if (const auto account = AccountId::parse(child); account.ok()) {
        const auto found = model::require_account(state, organization, *account);
        return found.ok() ? (*found)->parent : "";
    }
    const auto unit = organization.details.units.find(child);
    return unit == organization.details.units.end() ? "" : unit->second.parent;
}

Result<Response> run(Call& call, const Request& request) {
    const auto& state = call.state().organization;
    LICET_TRY(const auto organization, model::require_reader(state, call.account()));
    const std::string parent = parent_of(state, organization, request.ChildId);
    if (parent.empty()) {
        return Error{ErrorKind::not_found,
                     "there is no account or OU `" + request.ChildId + "` in your organization",
                     "ChildNotFoundException"};
    }
    if (request.NextToken) {  // one parent makes one page
        return organizations::invalid_next_token();
    }
    const auto type =
        parent == organization.details.root_id ? ParentType::ROOT : ParentType::ORGANIZATIONAL_UNIT;
    return Response{{Parent{.Id = parent, .Type = type}}};
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return organizations::permit_node(call, request.ChildId);
}

constexpr std::string_view kErrors[] = {"AWSOrganizationsNotInUseException",
                                        "ChildNotFoundException"};

}  // namespace

extern constinit const Operation op_organizations_list_parents =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kOrganizations,
         .name = "ListParents",
         .doc = "Tells which root or organizational unit an account or unit is directly in.",
         .access = Access::read,
         .needs = {.resources = {&organizations::kAccount, &organizations::kUnit},
                   .keys = kTaggedKeys},
         .errors = kErrors});

}  // namespace licet::api
