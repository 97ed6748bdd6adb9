// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/organizations/ids.h"
#include "api/organizations/permissions.h"
#include "api/organizations/shapes.h"
#include "model/organization/access.h"
#include "model/organization/units.h"

namespace licet::api {
namespace {

struct Request {
    organizations::UnitId OrganizationalUnitId;
};
BOOST_DESCRIBE_STRUCT(Request, (), (OrganizationalUnitId))

struct Response {
    organizations::OrganizationalUnit OrganizationalUnit;
};
BOOST_DESCRIBE_STRUCT(Response, (), (OrganizationalUnit))

Result<Response> run(Call& call, const Request& request) {
    const auto& state = call.state().organization;
    LICET_TRY(const auto organization, model::require_reader(state, call.account()));
    LICET_TRY_VOID(model::require_unit(organization, request.OrganizationalUnitId));
    return Response{organizations::show_unit(state, organization, request.OrganizationalUnitId)};
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return organizations::permit_node(call, request.OrganizationalUnitId);
}

constexpr std::string_view kErrors[] = {"AWSOrganizationsNotInUseException",
                                        "OrganizationalUnitNotFoundException"};

}  // namespace

extern constinit const Operation op_organizations_describe_organizational_unit =
    operation<Request, Response, run, permissions>({.service = &wire::kOrganizations,
                                                    .name = "DescribeOrganizationalUnit",
                                                    .doc = "Describes an organizational unit.",
                                                    .access = Access::read,
                                                    .needs = organizations::kOnUnit,
                                                    .errors = kErrors});

}  // namespace licet::api
