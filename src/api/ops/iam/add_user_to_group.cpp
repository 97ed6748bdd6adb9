// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/iam/targets.h"
#include "model/identity/groups.h"

namespace licet::api {
namespace {

struct Request : iam::GroupTarget {
    iam::ExistingUserName UserName;
};
BOOST_DESCRIBE_STRUCT(Request, (iam::GroupTarget), (UserName))

Result<Empty> run(Call& call, const Request& request) {
    return iam::commit<iam::GroupTarget>(
        call, request,
        model::add_to_group(call.state(), {request.GroupName, request.UserName}, call.context()));
}

}  // namespace

extern constinit const Operation op_iam_add_user_to_group =
    operation<Request, Empty, run, iam::permissions_on<Request>>(
        {.service = &wire::kIam,
         .name = "AddUserToGroup",
         .doc = "Puts a user into a group.",
         .access = Access::write,
         .needs = iam::kOnGroup});

}  // namespace licet::api
