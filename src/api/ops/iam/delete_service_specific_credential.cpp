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

Result<Empty> run(Call& call, const Request& request) {
    LICET_TRY(
        auto events,
        model::delete_service_credential(
            call.state(), {request.UserName, request.ServiceSpecificCredentialId}, call.context()));
    call.transaction.commit(std::move(events));
    call.transaction.touch("AWS::IAM::ServiceSpecificCredential",
                           request.ServiceSpecificCredentialId);
    return Empty{};
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return iam::on_user(call, request.UserName);
}

}  // namespace

extern constinit const Operation op_iam_delete_service_specific_credential =
    operation<Request, Empty, run, permissions>({.service = &wire::kIam,
                                                 .name = "DeleteServiceSpecificCredential",
                                                 .doc = "Deletes a Bedrock API key.",
                                                 .access = Access::write,
                                                 .needs = iam::kOnUser});

}  // namespace licet::api
