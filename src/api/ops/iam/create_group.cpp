// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/iam/permissions.h"
#include "api/iam/shapes.h"
#include "model/identity/groups.h"

namespace licet::api {
namespace {

struct Request {
    std::optional<iam::Path> Path;
    iam::GroupName GroupName;
};
BOOST_DESCRIBE_STRUCT(Request, (), (Path, GroupName))

struct Response {
    iam::Group Group;
};
BOOST_DESCRIBE_STRUCT(Response, (), (Group))

Result<Response> run(Call& call, const Request& request) {
    LICET_TRY(auto events,
              model::create_group(call.state(), {request.GroupName, request.Path.value_or("/")},
                                  call.context()));
    const auto made = std::get<model::GroupCreated>(events.front());
    call.transaction.commit(std::move(events));
    Response response{iam::show_group(call.account(), made.group.name, made.details)};
    call.transaction.touch("AWS::IAM::Group", response.Group.Arn);
    return response;
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return iam::on_new(call, "group", request.Path.value_or("/"), request.GroupName);
}

}  // namespace

extern constinit const Operation op_iam_create_group =
    operation<Request, Response, run, permissions>({.service = &wire::kIam,
                                                    .name = "CreateGroup",
                                                    .doc = "Creates a group.",
                                                    .access = Access::write,
                                                    .needs = iam::kOnGroup});

}  // namespace licet::api
