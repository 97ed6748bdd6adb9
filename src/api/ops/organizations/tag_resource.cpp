// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/organizations/ids.h"
#include "api/organizations/permissions.h"
#include "api/organizations/shapes.h"
#include "model/organization/tags.h"

namespace licet::api {
namespace {

struct Request {
    organizations::TaggableId ResourceId;
    List<WireTag, 1, 1'000> Tags;
};
BOOST_DESCRIBE_STRUCT(Request, (), (ResourceId, Tags))

Result<Empty> run(Call& call, const Request& request) {
    const model::TagOrganizationResource command{request.ResourceId,
                                                 organizations::tags_in(request.Tags)};
    LICET_TRY(auto events, model::tag_organization_resource(call.state(), command, call.context()));
    call.transaction.commit(std::move(events));
    call.transaction.touch("AWS::Organizations::Resource", request.ResourceId);
    return Empty{};
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    auto permissions = organizations::permit_node(call, request.ResourceId);
    permissions.front().request_tags = asked_tags(request.Tags);
    return permissions;
}

constexpr std::string_view kErrors[] = {"AWSOrganizationsNotInUseException",
                                        "ConstraintViolationException"};

}  // namespace

extern constinit const Operation op_organizations_tag_resource =
    operation<Request, Empty, run, permissions>(
        {.service = &wire::kOrganizations,
         .name = "TagResource",
         .doc = "Puts tags on a root, an organizational unit or an account.",
         .access = Access::write,
         .needs = organizations::kOnTagged,
         .errors = kErrors});

}  // namespace licet::api
