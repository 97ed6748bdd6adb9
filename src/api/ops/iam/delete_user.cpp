// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/iam/forms.h"
#include "api/iam/permissions.h"
#include "model/identity/users.h"

namespace licet::api {
namespace {

struct Request {
    iam::ExistingUserName UserName;
};
BOOST_DESCRIBE_STRUCT(Request, (), (UserName))

Result<Empty> run(Call& call, const Request& request) {
    LICET_TRY(auto events, model::delete_user(call.state(), {request.UserName}, call.context()));
    const auto* user = model::find_user(call.state().identity, call.account(), request.UserName);
    LICET_CHECK(user != nullptr);
    auto arn = model::user_arn(call.account(), user->path, request.UserName);
    call.transaction.commit(std::move(events));
    call.transaction.touch("AWS::IAM::User", std::move(arn));
    return Empty{};
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return iam::on_user(call, request.UserName);
}

constexpr std::string_view kErrors[] = {"DeleteConflict"};

}  // namespace

extern constinit const Operation op_iam_delete_user =
    operation<Request, Empty, run, permissions>({.service = &wire::kIam,
                                                 .name = "DeleteUser",
                                                 .doc = "Deletes a user that has no access keys.",
                                                 .access = Access::write,
                                                 .needs = iam::kOnUser,
                                                 .errors = kErrors});

}  // namespace licet::api
