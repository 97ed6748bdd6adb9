// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/iam/targets.h"
#include "model/identity/groups.h"

namespace licet::api {
namespace {

struct Request : iam::GroupTarget {
    std::optional<iam::Path> NewPath;
    std::optional<iam::GroupName> NewGroupName;
};
BOOST_DESCRIBE_STRUCT(Request, (iam::GroupTarget), (NewPath, NewGroupName))

Result<Empty> run(Call& call, const Request& request) {
    const model::UpdateGroup command{request.GroupName, request.NewGroupName, request.NewPath};
    return iam::commit<iam::GroupTarget>(
        call, request, model::update_group(call.state(), command, call.context()));
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return iam::on_renamed_group(call, request.GroupName, request.NewGroupName, request.NewPath);
}

}  // namespace

extern constinit const Operation op_iam_update_group = operation<Request, Empty, run, permissions>(
    {.service = &wire::kIam,
     .name = "UpdateGroup",
     .doc = "Renames a group or moves it to another path.",
     .access = Access::write,
     .needs = iam::kOnGroup});

}  // namespace licet::api
