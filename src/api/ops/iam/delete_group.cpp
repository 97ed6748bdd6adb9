// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/iam/targets.h"
#include "model/identity/groups.h"

namespace licet::api {
namespace {

Result<Empty> run(Call& call, const iam::GroupTarget& request) {
    return iam::commit(call, request,
                       model::delete_group(call.state(), {request.GroupName}, call.context()));
}

constexpr std::string_view kErrors[] = {"DeleteConflict"};

}  // namespace

extern constinit const Operation op_iam_delete_group =
    operation<iam::GroupTarget, Empty, run, iam::permissions_on<iam::GroupTarget>>(
        {.service = &wire::kIam,
         .name = "DeleteGroup",
         .doc = "Deletes a group that has neither users nor policies.",
         .access = Access::write,
         .needs = iam::kOnGroup,
         .errors = kErrors});

}  // namespace licet::api
