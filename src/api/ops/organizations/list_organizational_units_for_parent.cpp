// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/organizations/ids.h"
#include "api/organizations/paging.h"
#include "api/organizations/permissions.h"
#include "api/organizations/shapes.h"
#include "model/organization/access.h"

namespace licet::api {
namespace {

constexpr std::string_view kOperation = "ListOrganizationalUnitsForParent";

struct Request {
    organizations::ParentId ParentId;
    organizations::NextToken NextToken;
    organizations::MaxResults MaxResults;
};
BOOST_DESCRIBE_STRUCT(Request, (), (ParentId, NextToken, MaxResults))

struct Response {
    std::vector<organizations::OrganizationalUnit> OrganizationalUnits;
    std::optional<std::string> NextToken;
};
BOOST_DESCRIBE_STRUCT(Response, (), (OrganizationalUnits, NextToken))

Result<Response> run(Call& call, const Request& request) {
    const auto& state = call.state().organization;
    LICET_TRY(const auto organization, model::require_reader(state, call.account()));
    LICET_TRY_VOID(model::require_parent(organization, request.ParentId));
    const Listing listing{call, kOperation, request.ParentId};
    LICET_TRY(const auto page, organizations::page_of<std::string>(listing, request));
    Response response;
    const auto units = state.units_by_parent.find(request.ParentId);
    if (units != state.units_by_parent.end()) {
        response.NextToken =
            organizations::fill(listing, units->second, page, [&](const std::string& id) {
                response.OrganizationalUnits.push_back(
                    organizations::show_unit(state, organization, id));
                return true;
            });
    }
    return response;
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return organizations::permit_node(call, request.ParentId);
}

constexpr std::string_view kErrors[] = {"AWSOrganizationsNotInUseException",
                                        "ParentNotFoundException"};

}  // namespace

extern constinit const Operation op_organizations_list_organizational_units_for_parent =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kOrganizations,
         .name = "ListOrganizationalUnitsForParent",
         .doc = "Lists the organizational units directly in a root or another one.",
         .access = Access::read,
         .needs = organizations::kOnParent,
         .errors = kErrors});

}  // namespace licet::api
