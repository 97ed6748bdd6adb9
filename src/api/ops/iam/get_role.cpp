// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/iam/permissions.h"
#include "api/iam/shapes.h"
#include "model/identity/errors.h"
#include "model/identity/service_linked_roles.h"

namespace licet::api {
namespace {

struct Request {
    iam::RoleName RoleName;
};
BOOST_DESCRIBE_STRUCT(Request, (), (RoleName))

struct Response {
    iam::Role Role;
};
BOOST_DESCRIBE_STRUCT(Response, (), (Role))

Result<Response> run(Call& call, const Request& request) {
    const auto role = model::find_any_role(call.state(), call.account(), request.RoleName);
    if (!role) {
        return model::no_such_name("role", request.RoleName);
    }
    return Response{iam::show_role(call.account(), request.RoleName, *role, iam::Detail::full)};
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return iam::on_role(call, request.RoleName);
}

}  // namespace

extern constinit const Operation op_iam_get_role =
    operation<Request, Response, run, permissions>({.service = &wire::kIam,
                                                    .name = "GetRole",
                                                    .doc = "Shows a role of the account.",
                                                    .access = Access::read,
                                                    .needs = iam::kOnRole});

}  // namespace licet::api
