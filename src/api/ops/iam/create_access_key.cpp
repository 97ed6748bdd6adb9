// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/iam/forms.h"
#include "api/iam/permissions.h"
#include "base/encoding.h"
#include "model/identity/access_keys.h"

namespace licet::api {
namespace {

struct Request {
    std::optional<iam::ExistingUserName> UserName;
};
BOOST_DESCRIBE_STRUCT(Request, (), (UserName))

struct AccessKey {
    std::string UserName;  ///< empty: the account's root
    std::string AccessKeyId;
    model::KeyStatus Status = model::KeyStatus::Active;
    std::string SecretAccessKey;
    Time CreateDate;
};
BOOST_DESCRIBE_STRUCT(AccessKey, (), (UserName, AccessKeyId, Status, SecretAccessKey, CreateDate))

struct Response {
    struct AccessKey AccessKey;
};
BOOST_DESCRIBE_STRUCT(Response, (), (AccessKey))

Result<Response> run(Call& call, const Request& request) {
    auto& random = call.context().random;
    auto id = model::new_access_key_id(call.state().identity, random);
    auto secret = model::new_secret(random);
    const auto sealed = call.services.secrets.seal(secret, id, random);
    LICET_TRY(auto events, model::create_access_key(
                               call.state(), {request.UserName, id, to_base64(as_bytes(sealed))},
                               call.context()));
    const auto& made = std::get<model::AccessKeyCreated>(events.front());
    Response response{{.UserName = made.details.user_name,
                       .AccessKeyId = std::move(id),
                       .Status = made.details.status,
                       .SecretAccessKey = std::move(secret),
                       .CreateDate = made.details.created_at}};
    call.transaction.commit(std::move(events));
    call.transaction.touch("AWS::IAM::AccessKey", response.AccessKey.AccessKeyId);
    return response;
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return iam::on_user(call, request.UserName);
}

}  // namespace

extern constinit const Operation op_iam_create_access_key =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kIam,
         .name = "CreateAccessKey",
         .doc = "Creates an access key; its secret is shown this once.",
         .access = Access::write,
         .needs = iam::kOnUser});

}  // namespace licet::api
