// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/iam/permissions.h"
#include "api/iam/shapes.h"
#include "model/identity/roles.h"

namespace licet::api {
namespace {

struct Request {
    std::optional<iam::Path> Path;
    iam::RoleName RoleName;
    iam::PolicyDocument AssumeRolePolicyDocument;
    std::optional<iam::Description> Description;
    std::optional<Integer<model::kSessionSecondsMin, model::kSessionSecondsMax>> MaxSessionDuration;
    std::optional<iam::Arn> PermissionsBoundary;
    std::optional<std::vector<WireTag>> Tags;
};
BOOST_DESCRIBE_STRUCT(Request, (),
                      (Path, RoleName, AssumeRolePolicyDocument, Description, MaxSessionDuration,
                       PermissionsBoundary, Tags))

struct Response {
    iam::Role Role;
};
BOOST_DESCRIBE_STRUCT(Response, (), (Role))

Result<Response> run(Call& call, const Request& request) {
    model::CreateRole command{.name = request.RoleName,
                              .trust_policy = request.AssumeRolePolicyDocument,
                              .tags = iam::tags_in(request.Tags),
                              .boundary = request.PermissionsBoundary.value_or("")};
    if (request.Path) {
        command.path = *request.Path;
    }
    if (request.Description) {
        command.description = *request.Description;
    }
    if (request.MaxSessionDuration) {
        command.max_session_seconds = request.MaxSessionDuration->value;
    }
    LICET_TRY(auto events, model::create_role(call.state(), command, call.context()));
    const auto made = std::get<model::RoleCreated>(events.front());
    call.transaction.commit(std::move(events));
    Response response{
        iam::show_role(made.role.account, made.role.name, made.details, iam::Detail::full)};
    call.transaction.touch("AWS::IAM::Role", response.Role.Arn);
    return response;
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    auto permissions = iam::on_new(call, "role", request.Path.value_or("/"), request.RoleName);
    permissions.front().request_tags = asked_tags(request.Tags);
    iam::set_boundary(permissions, request.PermissionsBoundary);
    return permissions;
}

constexpr std::string_view kErrors[] = {"InvalidInput", "MalformedPolicyDocument"};

}  // namespace

extern constinit const Operation op_iam_create_role =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kIam,
         .name = "CreateRole",
         .doc = "Creates a role and says who may assume it.",
         .access = Access::write,
         .needs = {.resources = {&iam::kRole}, .keys = iam::kNewIdentityKeys},
         .errors = kErrors});

}  // namespace licet::api
