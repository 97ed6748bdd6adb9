// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/organizations/ids.h"
#include "api/organizations/permissions.h"
#include "model/organization/tags.h"

namespace licet::api {
namespace {

struct Request {
    organizations::TaggableId ResourceId;
    List<Text<1, 128>, 1, 1'000> TagKeys;
};
BOOST_DESCRIBE_STRUCT(Request, (), (ResourceId, TagKeys))

Result<Empty> run(Call& call, const Request& request) {
    const model::UntagOrganizationResource command{
        request.ResourceId, {request.TagKeys.begin(), request.TagKeys.end()}};
    LICET_TRY(auto events,
              model::untag_organization_resource(call.state(), command, call.context()));
    call.transaction.commit(std::move(events));
    call.transaction.touch("AWS::Organizations::Resource", request.ResourceId);
    return Empty{};
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    auto permissions = organizations::permit_node(call, request.ResourceId);
    permissions.front().tag_keys = asked_tag_keys(request.TagKeys);
    return permissions;
}

constexpr std::string_view kErrors[] = {"AWSOrganizationsNotInUseException"};

}  // namespace

extern constinit const Operation op_organizations_untag_resource =
    operation<Request, Empty, run, permissions>(
        {.service = &wire::kOrganizations,
         .name = "UntagResource",
         .doc = "Takes tags from a root, an organizational unit or an account.",
         .access = Access::write,
         .needs = organizations::kOnTagged,
         .errors = kErrors});

}  // namespace licet::api
