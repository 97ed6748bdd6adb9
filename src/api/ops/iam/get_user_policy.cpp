// SPDX-License-Identifier: Apache-2.0
#include "api/iam/inline_policies.h"

namespace licet::api {

extern constinit const Operation op_iam_get_user_policy =
    iam::get_policy<iam::UserTarget>("GetUserPolicy", "Shows an inline policy of a user.");

}  // namespace licet::api
