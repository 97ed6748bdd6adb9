// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/iam/targets.h"
#include "model/identity/roles.h"

namespace licet::api {
namespace {

struct Request : iam::RoleTarget {
    std::optional<iam::Description> Description;
    std::optional<Integer<model::kSessionSecondsMin, model::kSessionSecondsMax>> MaxSessionDuration;
};
BOOST_DESCRIBE_STRUCT(Request, (iam::RoleTarget), (Description, MaxSessionDuration))

Result<Empty> run(Call& call, const Request& request) {
    model::UpdateRole command{.name = request.RoleName, .description = request.Description};
    if (request.MaxSessionDuration) {
        command.max_session_seconds = request.MaxSessionDuration->value;
    }
    return iam::commit<iam::RoleTarget>(call, request,
                                        model::update_role(call.state(), command, call.context()));
}

constexpr std::string_view kErrors[] = {"UnmodifiableEntity"};

}  // namespace

extern constinit const Operation op_iam_update_role =
    operation<Request, Empty, run, iam::permissions_on<Request>>(
        {.service = &wire::kIam,
         .name = "UpdateRole",
         .doc = "Changes the description of a role and how long its sessions may last.",
         .access = Access::write,
         .needs = iam::kOnRole,
         .errors = kErrors});

}  // namespace licet::api
