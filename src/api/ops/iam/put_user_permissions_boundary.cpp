// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/iam/forms.h"
#include "api/iam/permissions.h"
#include "model/identity/boundary.h"
#include "model/identity/identity_view.h"

namespace licet::api {
namespace {

struct Request {
    iam::UserName UserName;
    iam::Arn PermissionsBoundary;
};
BOOST_DESCRIBE_STRUCT(Request, (), (UserName, PermissionsBoundary))

Result<Empty> run(Call& call, const Request& request) {
    const model::IdentityName user{model::IdentityKind::user, {call.account(), request.UserName}};
    LICET_TRY(auto events, model::put_boundary(call.state(), {user, request.PermissionsBoundary}));
    LICET_TRY(auto view, model::require_identity(call.state(), user));
    call.transaction.commit(std::move(events));
    call.transaction.touch("AWS::IAM::User", std::move(view.arn));
    return Empty{};
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    auto permissions = iam::on_user(call, request.UserName);
    iam::set_boundary(permissions, request.PermissionsBoundary);
    return permissions;
}

constexpr std::string_view kErrors[] = {"InvalidInput", "PolicyNotAttachable"};

}  // namespace

extern constinit const Operation op_iam_put_user_permissions_boundary =
    operation<Request, Empty, run, permissions>(
        {.service = &wire::kIam,
         .name = "PutUserPermissionsBoundary",
         .doc = "Sets the policy that limits what a user can be allowed.",
         .access = Access::write,
         .needs = iam::kOnUser,
         .errors = kErrors});

}  // namespace licet::api
