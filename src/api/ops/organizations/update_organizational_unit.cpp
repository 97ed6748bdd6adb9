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
    std::optional<organizations::UnitName> Name;
};
BOOST_DESCRIBE_STRUCT(Request, (), (OrganizationalUnitId, Name))

struct Response {
    organizations::OrganizationalUnit OrganizationalUnit;
};
BOOST_DESCRIBE_STRUCT(Response, (), (OrganizationalUnit))

Result<Response> run(Call& call, const Request& request) {
    const std::string& id = request.OrganizationalUnitId;
    const model::UpdateOrganizationalUnit command{
        id, request.Name ? std::optional<std::string>{*request.Name} : std::nullopt};
    LICET_TRY(auto events,
              model::update_organizational_unit(call.state(), command, call.context()));
    call.transaction.commit(std::move(events));
    call.transaction.touch("AWS::Organizations::OrganizationalUnit", id);
    const auto& state = call.state().organization;
    LICET_TRY(const auto organization, model::require_member(state, call.account()));
    return Response{organizations::show_unit(state, organization, id)};
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return organizations::permit_node(call, request.OrganizationalUnitId);
}

constexpr std::string_view kErrors[] = {"AWSOrganizationsNotInUseException",
                                        "DuplicateOrganizationalUnitException",
                                        "OrganizationalUnitNotFoundException"};

}  // namespace

extern constinit const Operation op_organizations_update_organizational_unit =
    operation<Request, Response, run, permissions>({.service = &wire::kOrganizations,
                                                    .name = "UpdateOrganizationalUnit",
                                                    .doc = "Renames an organizational unit.",
                                                    .access = Access::write,
                                                    .needs = organizations::kOnUnit,
                                                    .errors = kErrors});

}  // namespace licet::api
