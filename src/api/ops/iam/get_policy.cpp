// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/iam/permissions.h"
#include "api/iam/policies.h"
#include "model/identity/managed_policies.h"

namespace licet::api {
namespace {

struct Request {
    iam::Arn PolicyArn;
};
BOOST_DESCRIBE_STRUCT(Request, (), (PolicyArn))

struct Response {
    iam::Policy Policy;
};
BOOST_DESCRIBE_STRUCT(Response, (), (Policy))

Result<Response> run(Call& call, const Request& request) {
    LICET_TRY(const auto* policy, model::require_managed_policy(call.state().identity,
                                                                call.account(), request.PolicyArn));
    return Response{iam::show_policy(call.state(), call.account(), request.PolicyArn, *policy,
                                     iam::Detail::full)};
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return iam::on_policy(call, request.PolicyArn);
}

}  // namespace

extern constinit const Operation op_iam_get_policy = operation<Request, Response, run, permissions>(
    {.service = &wire::kIam,
     .name = "GetPolicy",
     .doc = "Shows a managed policy of the account or of AWS, without its text.",
     .access = Access::read,
     .needs = iam::kOnPolicy});

}  // namespace licet::api
