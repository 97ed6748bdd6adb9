// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/iam/shapes.h"
#include "api/iam/targets.h"
#include "model/identity/roles.h"

namespace licet::api {
namespace {

struct Request : iam::RoleTarget {
    iam::Description Description;
};
BOOST_DESCRIBE_STRUCT(Request, (iam::RoleTarget), (Description))

struct Response {
    iam::Role Role;
};
BOOST_DESCRIBE_STRUCT(Response, (), (Role))

Result<Response> run(Call& call, const Request& request) {
    const model::UpdateRole command{.name = request.RoleName, .description = request.Description};
    LICET_TRY_VOID(iam::commit<iam::RoleTarget>(
        call, request, model::update_role(call.state(), command, call.context())));
    const auto* role = model::find_role(call.state().identity, call.account(), request.RoleName);
    LICET_CHECK(role != nullptr);
    return Response{iam::show_role(call.account(), request.RoleName, *role, iam::Detail::full)};
}

constexpr std::string_view kErrors[] = {"UnmodifiableEntity"};

}  // namespace

extern constinit const Operation op_iam_update_role_description =
    operation<Request, Response, run, iam::permissions_on<Request>>(
        {.service = &wire::kIam,
         .name = "UpdateRoleDescription",
         .doc = "Changes the description of a role.",
         .access = Access::write,
         .needs = iam::kOnRole,
         .errors = kErrors});

}  // namespace licet::api
