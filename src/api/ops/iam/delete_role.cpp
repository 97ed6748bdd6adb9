// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/iam/forms.h"
#include "api/iam/permissions.h"
#include "model/identity/roles.h"

namespace licet::api {
namespace {

struct Request {
    iam::RoleName RoleName;
};
BOOST_DESCRIBE_STRUCT(Request, (), (RoleName))

Result<Empty> run(Call& call, const Request& request) {
    LICET_TRY(auto events, model::delete_role(call.state(), {request.RoleName}, call.context()));
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

constexpr std::string_view kErrors[] = {"UnmodifiableEntity"};

}  // namespace

extern constinit const Operation op_iam_delete_role =
    operation<Request, Empty, run, permissions>({.service = &wire::kIam,
                                                 .name = "DeleteRole",
                                                 .doc = "Deletes a role; its sessions end with it.",
                                                 .access = Access::write,
                                                 .needs = iam::kOnRole,
                                                 .errors = kErrors});

}  // namespace licet::api
