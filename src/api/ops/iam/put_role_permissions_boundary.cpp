// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/iam/forms.h"
#include "api/iam/permissions.h"
#include "model/identity/boundary.h"
#include "model/identity/identity_view.h"

namespace licet::api {
namespace {

struct Request {
    iam::RoleName RoleName;
    iam::Arn PermissionsBoundary;
};
BOOST_DESCRIBE_STRUCT(Request, (), (RoleName, PermissionsBoundary))

Result<Empty> run(Call& call, const Request& request) {
    const model::IdentityName role{model::IdentityKind::role, {call.account(), request.RoleName}};
    LICET_TRY(auto events, model::put_boundary(call.state(), {role, request.PermissionsBoundary}));
    LICET_TRY(auto view, model::require_identity(call.state(), role));
    call.transaction.commit(std::move(events));
    call.transaction.touch("AWS::IAM::Role", std::move(view.arn));
    return Empty{};
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    auto permissions = iam::on_role(call, request.RoleName);
    iam::set_boundary(permissions, request.PermissionsBoundary);
    return permissions;
}

constexpr std::string_view kErrors[] = {"InvalidInput", "PolicyNotAttachable",
                                        "UnmodifiableEntity"};

}  // namespace

extern constinit const Operation op_iam_put_role_permissions_boundary =
    operation<Request, Empty, run, permissions>(
        {.service = &wire::kIam,
         .name = "PutRolePermissionsBoundary",
         .doc = "Sets the policy that limits what a role can be allowed.",
         .access = Access::write,
         .needs = iam::kOnRole,
         .errors = kErrors});

}  // namespace licet::api
