// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/iam/forms.h"
#include "api/iam/permissions.h"
#include "model/identity/managed_policies.h"

namespace licet::api {
namespace {

struct Request {
    iam::Arn PolicyArn;
};
BOOST_DESCRIBE_STRUCT(Request, (), (PolicyArn))

Result<Empty> run(Call& call, const Request& request) {
    LICET_TRY(auto events,
              model::delete_managed_policy(call.state(), {request.PolicyArn}, call.context()));
    call.transaction.commit(std::move(events));
    call.transaction.touch("AWS::IAM::Policy", request.PolicyArn);
    return Empty{};
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return iam::on_policy(call, request.PolicyArn);
}

constexpr std::string_view kErrors[] = {"DeleteConflict"};

}  // namespace

extern constinit const Operation op_iam_delete_policy = operation<Request, Empty, run, permissions>(
    {.service = &wire::kIam,
     .name = "DeletePolicy",
     .doc = "Deletes a managed policy that nobody has, with its only version.",
     .access = Access::write,
     .needs = iam::kOnPolicy,
     .errors = kErrors});

}  // namespace licet::api
