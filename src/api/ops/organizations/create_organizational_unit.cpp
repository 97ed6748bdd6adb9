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
    organizations::ParentId ParentId;
    organizations::UnitName Name;
    std::vector<WireTag> Tags;
};
BOOST_DESCRIBE_STRUCT(Request, (), (ParentId, Name, Tags))

struct Response {
    organizations::OrganizationalUnit OrganizationalUnit;
};
BOOST_DESCRIBE_STRUCT(Response, (), (OrganizationalUnit))

Result<Response> run(Call& call, const Request& request) {
    const model::CreateOrganizationalUnit command{request.ParentId, request.Name,
                                                  organizations::tags_in(request.Tags)};
    LICET_TRY(auto events,
              model::create_organizational_unit(call.state(), command, call.context()));
    const auto id = std::get<model::OrganizationalUnitCreated>(events.front()).id;
    call.transaction.commit(std::move(events));
    call.transaction.touch("AWS::Organizations::OrganizationalUnit", id);
    const auto& state = call.state().organization;
    LICET_TRY(const auto organization, model::require_member(state, call.account()));
    return Response{organizations::show_unit(state, organization, id)};
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    auto permissions = organizations::permit_node(call, request.ParentId);
    permissions.front().request_tags = asked_tags(request.Tags);
    return permissions;
}

constexpr std::string_view kErrors[] = {
    "AWSOrganizationsNotInUseException", "ConstraintViolationException",
    "DuplicateOrganizationalUnitException", "ParentNotFoundException"};

}  // namespace

extern constinit const Operation op_organizations_create_organizational_unit =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kOrganizations,
         .name = "CreateOrganizationalUnit",
         .doc = "Makes an organizational unit in a root or another one.",
         .access = Access::write,
         .needs = {.resources = {&organizations::kUnit, &organizations::kRoot},
                   .keys = kTaggingKeys},
         .errors = kErrors});

}  // namespace licet::api
