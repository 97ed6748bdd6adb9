// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/organizations/ids.h"
#include "api/organizations/policies.h"
#include "model/organization/attachments.h"

namespace licet::api {
namespace {

struct Request {
    organizations::PolicyId PolicyId;
    organizations::TargetId TargetId;
};
BOOST_DESCRIBE_STRUCT(Request, (), (PolicyId, TargetId))

Result<Empty> run(Call& call, const Request& request) {
    LICET_TRY(auto events, model::attach_organization_policy(
                               call.state(), {request.PolicyId, request.TargetId}, call.context()));
    call.transaction.commit(std::move(events));
    call.transaction.touch("AWS::Organizations::Policy", request.PolicyId);
    return Empty{};
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return organizations::permit_attachment(call, request.PolicyId, request.TargetId);
}

constexpr std::string_view kErrors[] = {
    "AWSOrganizationsNotInUseException",  "ConstraintViolationException",
    "DuplicatePolicyAttachmentException", "PolicyNotFoundException",
    "PolicyTypeNotEnabledException",      "TargetNotFoundException"};

}  // namespace

extern constinit const Operation op_organizations_attach_policy =
    operation<Request, Empty, run, permissions>(
        {.service = &wire::kOrganizations,
         .name = "AttachPolicy",
         .doc = "Attaches a policy to a root, an organizational unit or an account.",
         .access = Access::write,
         .needs = organizations::kOnPolicyAndTarget,
         .errors = kErrors});

}  // namespace licet::api
