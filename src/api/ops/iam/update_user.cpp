// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/iam/targets.h"
#include "model/identity/users.h"

namespace licet::api {
namespace {

struct Request : iam::UserTarget {
    std::optional<iam::Path> NewPath;
    std::optional<iam::UserName> NewUserName;
};
BOOST_DESCRIBE_STRUCT(Request, (iam::UserTarget), (NewPath, NewUserName))

Result<Empty> run(Call& call, const Request& request) {
    const model::UpdateUser command{request.UserName, request.NewUserName, request.NewPath};
    return iam::commit<iam::UserTarget>(call, request,
                                        model::update_user(call.state(), command, call.context()));
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return iam::on_renamed_user(call, request.UserName, request.NewUserName, request.NewPath);
}

}  // namespace

extern constinit const Operation op_iam_update_user = operation<Request, Empty, run, permissions>(
    {.service = &wire::kIam,
     .name = "UpdateUser",
     .doc = "Renames a user or moves it to another path; keys, groups and policies stay.",
     .access = Access::write,
     .needs = iam::kOnUser});

}  // namespace licet::api
