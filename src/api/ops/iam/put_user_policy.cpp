// SPDX-License-Identifier: Apache-2.0
#include "api/iam/inline_policies.h"

namespace licet::api {

extern constinit const Operation op_iam_put_user_policy = iam::put_policy<iam::UserTarget>(
    "PutUserPolicy", "Adds an inline policy to a user, or replaces it.");

}  // namespace licet::api
