// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/iam/forms.h"
#include "api/iam/permissions.h"
#include "model/identity/managed_policies.h"

namespace licet::api {
namespace {

struct Request {
    iam::Arn PolicyArn;
    model::PolicyVersionId VersionId;
};
BOOST_DESCRIBE_STRUCT(Request, (), (PolicyArn, VersionId))

Result<Empty> run(Call& call, const Request& request) {
    LICET_TRY(auto events,
              model::set_default_managed_policy_version(
                  call.state(), {request.PolicyArn, request.VersionId}, call.context()));
    call.transaction.commit(std::move(events));
    call.transaction.touch("AWS::IAM::Policy", request.PolicyArn);
    return Empty{};
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return iam::on_policy(call, request.PolicyArn);
}

}  // namespace

extern constinit const Operation op_iam_set_default_policy_version =
    operation<Request, Empty, run, permissions>(
        {.service = &wire::kIam,
         .name = "SetDefaultPolicyVersion",
         .doc = "Puts a version of a managed policy into force.",
         .access = Access::write,
         .needs = iam::kOnPolicy});

}  // namespace licet::api
