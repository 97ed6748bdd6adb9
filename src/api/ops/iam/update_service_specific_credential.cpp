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
    iam::CredentialStatus Status = iam::CredentialStatus::Active;
};
BOOST_DESCRIBE_STRUCT(Request, (), (UserName, ServiceSpecificCredentialId, Status))

Result<Empty> run(Call& call, const Request& request) {
    if (request.Status == iam::CredentialStatus::Expired) {
        return Error{ErrorKind::invalid,
                     "Status must be Active or Inactive: a credential expires by its age only"};
    }
    const auto status = request.Status == iam::CredentialStatus::Active
                            ? model::KeyStatus::Active
                            : model::KeyStatus::Inactive;
    LICET_TRY(auto events,
              model::update_service_credential(
                  call.state(), {request.UserName, request.ServiceSpecificCredentialId}, status,
                  call.context()));
    call.transaction.commit(std::move(events));
    call.transaction.touch("AWS::IAM::ServiceSpecificCredential",
                           request.ServiceSpecificCredentialId);
    return Empty{};
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return iam::on_user(call, request.UserName);
}

}  // namespace

extern constinit const Operation op_iam_update_service_specific_credential =
    operation<Request, Empty, run, permissions>({.service = &wire::kIam,
                                                 .name = "UpdateServiceSpecificCredential",
                                                 .doc = "Switches a Bedrock API key on or off.",
                                                 .access = Access::write,
                                                 .needs = iam::kOnUser});

}  // namespace licet::api
