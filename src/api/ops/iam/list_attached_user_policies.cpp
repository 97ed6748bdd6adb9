// SPDX-License-Identifier: Apache-2.0
#include "api/iam/attached_policies.h"

namespace licet::api {

extern constinit const Operation op_iam_list_attached_user_policies =
    iam::list_attached_policies<iam::UserTarget>(
        "ListAttachedUserPolicies", "Lists the managed policies that are attached to a user.");

}  // namespace licet::api
