// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/organizations/ids.h"
#include "api/organizations/policies.h"
#include "model/organization/access.h"

namespace licet::api {
namespace {

struct Request {
    organizations::PolicyId PolicyId;
    std::optional<organizations::PolicyName> Name;
    std::optional<organizations::PolicyDescription> Description;
    std::optional<organizations::PolicyContent> Content;
};
BOOST_DESCRIBE_STRUCT(Request, (), (PolicyId, Name, Description, Content))

struct Response {
    organizations::Policy Policy;
};
BOOST_DESCRIBE_STRUCT(Response, (), (Policy))

Result<Response> run(Call& call, const Request& request) {
    const model::UpdateOrganizationPolicy command{.policy = request.PolicyId,
                                                  .name = request.Name,
                                                  .description = request.Description,
                                                  .content = request.Content};
    LICET_TRY(auto events,
              model::update_organization_policy(call.state(), command, call.context()));
    call.transaction.commit(std::move(events));
    call.transaction.touch("AWS::Organizations::Policy", request.PolicyId);
    const auto& state = call.state().organization;
    LICET_TRY(const auto organization, model::require_member(state, call.account()));
    return Response{organizations::show_policy(state, organization, request.PolicyId)};
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return organizations::permit_node(call, request.PolicyId);
}

constexpr std::string_view kErrors[] = {
    "AWSOrganizationsNotInUseException", "ConstraintViolationException", "DuplicatePolicyException",
    "MalformedPolicyDocumentException", "PolicyNotFoundException"};

}  // namespace

extern constinit const Operation op_organizations_update_policy =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kOrganizations,
         .name = "UpdatePolicy",
         .doc = "Changes the name, the description or the content of a policy, at once wherever it "
                "is attached.",
         .access = Access::write,
         .needs = organizations::kOnPolicy,
         .errors = kErrors});

}  // namespace licet::api
