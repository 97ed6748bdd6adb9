// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/iam/permissions.h"
#include "api/iam/shapes.h"
#include "model/identity/service_linked_roles.h"

namespace licet::api {
namespace {

struct Request {
    iam::ServiceName AWSServiceName;
    std::optional<iam::Description> Description;
    std::optional<iam::CustomSuffix> CustomSuffix;
};
BOOST_DESCRIBE_STRUCT(Request, (), (AWSServiceName, Description, CustomSuffix))

struct Response {
    iam::Role Role;
};
BOOST_DESCRIBE_STRUCT(Response, (), (Role))

Result<Response> run(Call& call, const Request& request) {
    const model::CreateServiceLinkedRole command{.service = request.AWSServiceName,
                                                 .description = request.Description.value_or(""),
                                                 .custom_suffix = request.CustomSuffix};
    LICET_TRY(auto events,
              model::create_service_linked_role(call.state(), command, call.context()));
    const auto made = std::get<model::RoleCreated>(events.front());
    call.transaction.commit(std::move(events));
    Response response{
        iam::show_role(made.role.account, made.role.name, made.details, iam::Detail::full)};
    call.transaction.touch("AWS::IAM::Role", response.Role.Arn);
    return response;
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    auto permissions =
        iam::on_new(call, "role", "/aws-service-role/" + request.AWSServiceName + "/",
                    model::service_linked_role_name(request.AWSServiceName));
    permissions.front().keys.push_back(
        key_value(policy::Key::iam_aws_service_name, request.AWSServiceName));
    return permissions;
}

constexpr std::string_view kErrors[] = {"InvalidInput"};

}  // namespace

extern constinit const Operation op_iam_create_service_linked_role =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kIam,
         .name = "CreateServiceLinkedRole",
         .doc = "Creates the role by which an AWS service acts in the account.",
         .access = Access::write,
         .needs = {.resources = {&iam::kRole}, .keys = {policy::Key::iam_aws_service_name}},
         .errors = kErrors});

}  // namespace licet::api
