// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/iam/permissions.h"
#include "api/iam/service_credentials.h"
#include "model/identity/service_credentials.h"

namespace licet::api {
namespace {

struct Request {
    iam::UserName UserName;
    iam::CredentialService ServiceName;
    std::optional<Integer<1, 36'600>> CredentialAgeDays;
};
BOOST_DESCRIBE_STRUCT(Request, (), (UserName, ServiceName, CredentialAgeDays))

struct Response {
    iam::ServiceSpecificCredential ServiceSpecificCredential;
};
BOOST_DESCRIBE_STRUCT(Response, (), (ServiceSpecificCredential))

Result<Response> run(Call& call, const Request& request) {
    auto& random = call.context().random;
    const auto& identities = call.state().identity;
    model::CreateServiceCredential command{.user_name = request.UserName,
                                           .service = request.ServiceName};
    if (request.CredentialAgeDays) {
        command.age_days = request.CredentialAgeDays->value;
    }
    command.id = model::new_service_credential_id(identities, random);
    command.alias = model::new_api_key_alias(identities, {call.account(), command.user_name});
    auto secret = model::new_api_key(command.alias, random);
    command.salt = secret.salt;
    command.hash = secret.hash;
    LICET_TRY(auto events, model::create_service_credential(call.state(), command, call.context()));
    const auto& made = std::get<model::ServiceCredentialCreated>(events.front());
    Response response{iam::show_credential_with_key(made.id, made.details, std::move(secret.key),
                                                    call.context().now)};
    call.transaction.commit(std::move(events));
    call.transaction.touch("AWS::IAM::ServiceSpecificCredential", command.id);
    return response;
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    using policy::Key;
    auto permissions = iam::on_user(call, request.UserName);
    auto& keys = permissions.front().keys;
    keys.push_back(
        key_value(Key::iam_service_specific_credential_service_name, request.ServiceName));
    if (request.CredentialAgeDays) {
        keys.push_back(key_value(Key::iam_service_specific_credential_age_days,
                                 std::to_string(request.CredentialAgeDays->value)));
    }
    return permissions;
}

constexpr std::string_view kErrors[] = {"ServiceNotSupportedException"};

}  // namespace

extern constinit const Operation op_iam_create_service_specific_credential =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kIam,
         .name = "CreateServiceSpecificCredential",
         .doc = "Creates a Bedrock API key; it is shown this once.",
         .access = Access::write,
         .needs = {.resources = {&iam::kUser},
                   .keys = {policy::Key::aws_resource_tag, policy::Key::iam_permissions_boundary,
                            policy::Key::iam_service_specific_credential_age_days,
                            policy::Key::iam_service_specific_credential_service_name}},
         .errors = kErrors});

}  // namespace licet::api
