// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/iam/permissions.h"
#include "api/iam/policies.h"
#include "model/identity/managed_policies.h"

namespace licet::api {
namespace {

struct Request {
    iam::Arn PolicyArn;
    iam::PolicyDocument PolicyDocument;
    std::optional<bool> SetAsDefault;
};
BOOST_DESCRIBE_STRUCT(Request, (), (PolicyArn, PolicyDocument, SetAsDefault))

struct Response {
    iam::PolicyVersion PolicyVersion;
};
BOOST_DESCRIBE_STRUCT(Response, (), (PolicyVersion))

Result<Response> run(Call& call, const Request& request) {
    LICET_TRY(auto events,
              model::create_managed_policy_version(
                  call.state(),
                  {request.PolicyArn, request.PolicyDocument, request.SetAsDefault.value_or(false)},
                  call.context()));
    const auto version = std::get<model::ManagedPolicyVersionAdded>(events.front()).version;
    call.transaction.commit(std::move(events));
    const auto* policy = model::find_managed_policy(call.state().identity, request.PolicyArn);
    LICET_CHECK(policy != nullptr);
    call.transaction.touch("AWS::IAM::Policy", request.PolicyArn);
    return Response{iam::show_version(*policy, version, iam::Detail::summary)};
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return iam::on_policy(call, request.PolicyArn);
}

constexpr std::string_view kErrors[] = {"InvalidInput", "MalformedPolicyDocument"};

}  // namespace

extern constinit const Operation op_iam_create_policy_version =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kIam,
         .name = "CreatePolicyVersion",
         .doc = "Adds a version to a managed policy, and puts it into force on request.",
         .access = Access::write,
         .needs = iam::kOnPolicy,
         .errors = kErrors});

}  // namespace licet::api
