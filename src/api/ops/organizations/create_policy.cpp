// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/organizations/ids.h"
#include "api/organizations/policies.h"
#include "api/organizations/shapes.h"
#include "model/organization/access.h"

namespace licet::api {
namespace {

struct Request {
    organizations::PolicyContent Content;
    organizations::PolicyDescription Description;
    organizations::PolicyName Name;
    model::PolicyType Type = model::PolicyType::SERVICE_CONTROL_POLICY;
    std::vector<WireTag> Tags;
};
BOOST_DESCRIBE_STRUCT(Request, (), (Content, Description, Name, Type, Tags))

struct Response {
    organizations::Policy Policy;
};
BOOST_DESCRIBE_STRUCT(Response, (), (Policy))

Result<Response> run(Call& call, const Request& request) {
    const model::CreateOrganizationPolicy command{.type = request.Type,
                                                  .name = request.Name,
                                                  .description = request.Description,
                                                  .content = request.Content,
                                                  .tags = organizations::tags_in(request.Tags)};
    LICET_TRY(auto events,
              model::create_organization_policy(call.state(), command, call.context()));
    const auto id = std::get<model::OrganizationPolicyCreated>(events.front()).id;
    call.transaction.commit(std::move(events));
    call.transaction.touch("AWS::Organizations::Policy", id);
    const auto& state = call.state().organization;
    LICET_TRY(const auto organization, model::require_member(state, call.account()));
    return Response{organizations::show_policy(state, organization, id)};
}

Permissions permissions(const PermissionCall&, const Request& request) {
    auto permissions = organizations::permit_policy_type(request.Type);
    permissions.front().request_tags = asked_tags(request.Tags);
    return permissions;
}

constexpr std::string_view kErrors[] = {
    "AWSOrganizationsNotInUseException", "ConstraintViolationException", "DuplicatePolicyException",
    "MalformedPolicyDocumentException", "PolicyTypeNotAvailableForOrganizationException"};

}  // namespace

extern constinit const Operation op_organizations_create_policy =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kOrganizations,
         .name = "CreatePolicy",
         .doc = "Writes a policy, which can then be attached to a root, an organizational unit or "
                "an account.",
         .access = Access::write,
         .needs = {.keys = {policy::Key::organizations_policy_type, policy::Key::aws_request_tag,
                            policy::Key::aws_tag_keys}},
         .errors = kErrors});

}  // namespace licet::api
