// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/iam/forms.h"
#include "api/iam/permissions.h"
#include "model/identity/roles.h"

namespace licet::api {
namespace {

struct Request {
    iam::RoleName RoleName;
    iam::PolicyDocument PolicyDocument;
};
BOOST_DESCRIBE_STRUCT(Request, (), (RoleName, PolicyDocument))

Result<Empty> run(Call& call, const Request& request) {
    LICET_TRY(auto events,
              model::update_trust_policy(call.state(), {request.RoleName, request.PolicyDocument},
                                         call.context()));
    const auto* role = model::find_role(call.state().identity, call.account(), request.RoleName);
    LICET_CHECK(role != nullptr);
    auto arn = model::role_arn(call.account(), role->path, request.RoleName);
    call.transaction.commit(std::move(events));
    call.transaction.touch("AWS::IAM::Role", std::move(arn));
    return Empty{};
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return iam::on_role(call, request.RoleName);
}

constexpr std::string_view kErrors[] = {"MalformedPolicyDocument", "UnmodifiableEntity"};

}  // namespace

extern constinit const Operation op_iam_update_assume_role_policy =
    operation<Request, Empty, run, permissions>({.service = &wire::kIam,
                                                 .name = "UpdateAssumeRolePolicy",
                                                 .doc = "Changes who may assume a role.",
                                                 .access = Access::write,
                                                 .needs = iam::kOnRole,
                                                 .errors = kErrors});

}  // namespace licet::api
