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
              model::delete_managed_policy_version(
                  call.state(), {request.PolicyArn, request.VersionId}, call.context()));
    call.transaction.commit(std::move(events));
    call.transaction.touch("AWS::IAM::Policy", request.PolicyArn);
    return Empty{};
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return iam::on_policy(call, request.PolicyArn);
}

constexpr std::string_view kErrors[] = {"DeleteConflict"};

}  // namespace

extern constinit const Operation op_iam_delete_policy_version =
    operation<Request, Empty, run, permissions>(
        {.service = &wire::kIam,
         .name = "DeletePolicyVersion",
         .doc = "Deletes a version of a managed policy that is not its default.",
         .access = Access::write,
         .needs = iam::kOnPolicy,
         .errors = kErrors});

}  // namespace licet::api
