// SPDX-License-Identifier: Apache-2.0
#include "api/iam/no_such_credentials.h"

namespace licet::api {
namespace {

Result<Empty> run(Call& call, const iam::LoginProfileRequest& request) {
    return iam::no_login_profile(call, request);
}

}  // namespace

extern constinit const Operation op_iam_delete_login_profile =
    operation<iam::LoginProfileRequest, Empty, run, iam::login_permissions>(
        {.service = &wire::kIam,
         .name = "DeleteLoginProfile",
         .doc = "Deletes the password of a user: no user has one.",
         .access = Access::write,
         .needs = iam::kOnUser});

}  // namespace licet::api
