// SPDX-License-Identifier: Apache-2.0
#include "api/iam/inline_policies.h"

namespace licet::api {

extern constinit const Operation op_iam_list_user_policies =
    iam::list_policies<iam::UserTarget>("ListUserPolicies", "Lists the inline policies of a user.");

}  // namespace licet::api
