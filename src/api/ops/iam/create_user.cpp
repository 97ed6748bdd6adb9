// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/iam/permissions.h"
#include "api/iam/shapes.h"
#include "model/identity/users.h"

namespace licet::api {
namespace {

struct Request {
    std::optional<iam::Path> Path;
    iam::UserName UserName;
    std::optional<iam::Arn> PermissionsBoundary;
    std::optional<std::vector<WireTag>> Tags;
};
BOOST_DESCRIBE_STRUCT(Request, (), (Path, UserName, PermissionsBoundary, Tags))

struct Response {
    iam::User User;
};
BOOST_DESCRIBE_STRUCT(Response, (), (User))

Result<Response> run(Call& call, const Request& request) {
    const model::CreateUser command{.name = request.UserName,
                                    .path = request.Path.value_or("/"),
                                    .tags = iam::tags_in(request.Tags),
                                    .boundary = request.PermissionsBoundary.value_or("")};
    LICET_TRY(auto events, model::create_user(call.state(), command, call.context()));
    const auto made = std::get<model::UserCreated>(events.front());
    call.transaction.commit(std::move(events));
    Response response{
        iam::show_user(made.user.account, made.user.name, made.details, iam::Detail::full)};
    call.transaction.touch("AWS::IAM::User", response.User.Arn);
    return response;
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    auto permissions = iam::on_new(call, "user", request.Path.value_or("/"), request.UserName);
    permissions.front().request_tags = asked_tags(request.Tags);
    iam::set_boundary(permissions, request.PermissionsBoundary);
    return permissions;
}

constexpr std::string_view kErrors[] = {"InvalidInput"};

}  // namespace

extern constinit const Operation op_iam_create_user =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kIam,
         .name = "CreateUser",
         .doc = "Creates a user.",
         .access = Access::write,
         .needs = {.resources = {&iam::kUser}, .keys = iam::kNewIdentityKeys},
         .errors = kErrors});

}  // namespace licet::api
