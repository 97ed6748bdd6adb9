// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/iam/permissions.h"
#include "api/iam/policies.h"
#include "model/identity/managed_policies.h"

namespace licet::api {
namespace {

struct Request {
    iam::Arn PolicyArn;
    model::PolicyVersionId VersionId;
};
BOOST_DESCRIBE_STRUCT(Request, (), (PolicyArn, VersionId))

struct Response {
    iam::PolicyVersion PolicyVersion;
};
BOOST_DESCRIBE_STRUCT(Response, (), (PolicyVersion))

Result<Response> run(Call& call, const Request& request) {
    LICET_TRY(const auto* policy,
              model::require_managed_policy_version(call.state().identity, call.account(),
                                                    request.PolicyArn, request.VersionId));
    return Response{iam::show_version(*policy, request.VersionId, iam::Detail::full)};
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return iam::on_policy(call, request.PolicyArn);
}

}  // namespace

extern constinit const Operation op_iam_get_policy_version =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kIam,
         .name = "GetPolicyVersion",
         .doc = "Shows the text of one version of a managed policy.",
         .access = Access::read,
         .needs = iam::kOnPolicy});

}  // namespace licet::api
