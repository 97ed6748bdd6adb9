// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/iam/forms.h"
#include "api/iam/permissions.h"
#include "model/identity/access_keys.h"

namespace licet::api {
namespace {

struct Request {
    std::optional<iam::ExistingUserName> UserName;
    iam::AccessKeyId AccessKeyId;
};
BOOST_DESCRIBE_STRUCT(Request, (), (UserName, AccessKeyId))

Result<Empty> run(Call& call, const Request& request) {
    LICET_TRY(auto events,
              model::delete_access_key(call.state(), {request.UserName, request.AccessKeyId},
                                       call.context()));
    call.transaction.commit(std::move(events));
    call.transaction.touch("AWS::IAM::AccessKey", request.AccessKeyId);
    return Empty{};
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return iam::on_user(call, request.UserName);
}

}  // namespace

extern constinit const Operation op_iam_delete_access_key =
    operation<Request, Empty, run, permissions>({.service = &wire::kIam,
                                                 .name = "DeleteAccessKey",
                                                 .doc = "Deletes an access key.",
                                                 .access = Access::write,
                                                 .needs = iam::kOnUser});

}  // namespace licet::api
