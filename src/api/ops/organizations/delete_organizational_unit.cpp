// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/organizations/ids.h"
#include "api/organizations/permissions.h"
#include "model/organization/units.h"

namespace licet::api {
namespace {

struct Request {
    organizations::UnitId OrganizationalUnitId;
};
BOOST_DESCRIBE_STRUCT(Request, (), (OrganizationalUnitId))

Result<Empty> run(Call& call, const Request& request) {
    const std::string& id = request.OrganizationalUnitId;
    LICET_TRY(auto events, model::delete_organizational_unit(call.state(), {id}, call.context()));
    call.transaction.commit(std::move(events));
    call.transaction.touch("AWS::Organizations::OrganizationalUnit", id);
    return Empty{};
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return organizations::permit_node(call, request.OrganizationalUnitId);
}

constexpr std::string_view kErrors[] = {"AWSOrganizationsNotInUseException",
                                        "OrganizationalUnitNotEmptyException",
                                        "OrganizationalUnitNotFoundException"};

}  // namespace

extern constinit const Operation op_organizations_delete_organizational_unit =
    operation<Request, Empty, run, permissions>(
        {.service = &wire::kOrganizations,
         .name = "DeleteOrganizationalUnit",
         .doc = "Deletes an organizational unit that is empty.",
         .access = Access::write,
         .needs = organizations::kOnUnit,
         .errors = kErrors});

}  // namespace licet::api
