// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/iam/permissions.h"
#include "api/iam/service_credentials.h"
#include "model/identity/service_credentials.h"

namespace licet::api {
namespace {

struct Request {
    std::optional<iam::UserName> UserName;
    iam::CredentialId ServiceSpecificCredentialId;
};
BOOST_DESCRIBE_STRUCT(Request, (), (UserName, ServiceSpecificCredentialId))

struct Response {
    iam::ServiceSpecificCredential ServiceSpecificCredential;
};
BOOST_DESCRIBE_STRUCT(Response, (), (ServiceSpecificCredential))

Result<Response> run(Call& call, const Request& request) {
    const model::OwnedCredential named{request.UserName, request.ServiceSpecificCredentialId};
    LICET_TRY(const auto* credential,
              model::require_service_credential(call.state(), named, call.context().actor));
    auto secret = model::new_api_key(credential->alias, call.context().random);
    LICET_TRY(auto events,
              model::reset_service_credential(call.state(), named, secret, call.context()));
    Response response{iam::show_credential_with_key(named.id, *credential, std::move(secret.key),
                                                    call.context().now)};
    call.transaction.commit(std::move(events));
    call.transaction.touch("AWS::IAM::ServiceSpecificCredential", named.id);
    return response;
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return iam::on_user(call, request.UserName);
}

}  // namespace

extern constinit const Operation op_iam_reset_service_specific_credential =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kIam,
         .name = "ResetServiceSpecificCredential",
         .doc = "Replaces a Bedrock API key; the new one is shown this once.",
         .access = Access::write,
         .needs = iam::kOnUser});

}  // namespace licet::api
