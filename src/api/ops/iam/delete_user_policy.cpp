// SPDX-License-Identifier: Apache-2.0
#include "api/iam/inline_policies.h"

namespace licet::api {

extern constinit const Operation op_iam_delete_user_policy =
    iam::delete_policy<iam::UserTarget>("DeleteUserPolicy", "Deletes an inline policy of a user.");

}  // namespace licet::api
