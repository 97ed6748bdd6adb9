// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/iam/permissions.h"
#include "api/iam/shapes.h"
#include "model/identity/errors.h"

namespace licet::api {
namespace {

struct Request {
    std::optional<iam::ExistingUserName> UserName;
};
BOOST_DESCRIBE_STRUCT(Request, (), (UserName))

struct Response {
    iam::User User;
};
BOOST_DESCRIBE_STRUCT(Response, (), (User))

Result<Response> show_root(const Call& call) {
    const auto* account = model::find_account(call.state().organization, call.account());
    if (account == nullptr) {
        return model::no_such_name("user", call.context().actor.name);
    }
    return Response{{.Path = std::nullopt,
                     .UserName = std::nullopt,
                     .UserId = call.account().text(),
                     .Arn = model::root_arn(call.account()),
                     .CreateDate = account->created_at,
                     .PermissionsBoundary = std::nullopt,
                     .Tags = std::nullopt}};
}

Result<Response> run(Call& call, const Request& request) {
    const auto& caller = call.context().actor;
    if (!request.UserName && caller.kind == model::PrincipalKind::root) {
        return show_root(call);
    }
    if (!request.UserName && caller.kind != model::PrincipalKind::user) {
        return Error{ErrorKind::invalid,
                     "Must specify userName when calling with non-User credentials"};
    }
    const std::string name = request.UserName ? std::string{*request.UserName} : caller.name;
    const auto* user = model::find_user(call.state().identity, call.account(), name);
    if (user == nullptr) {
        return model::no_such_name("user", name);
    }
    return Response{iam::show_user(call.account(), name, *user, iam::Detail::full)};
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return iam::on_user(call, request.UserName);
}

}  // namespace

extern constinit const Operation op_iam_get_user =
    operation<Request, Response, run, permissions>({.service = &wire::kIam,
                                                    .name = "GetUser",
                                                    .doc = "Shows a user, or the caller.",
                                                    .access = Access::read,
                                                    .needs = iam::kOnUser});

}  // namespace licet::api
