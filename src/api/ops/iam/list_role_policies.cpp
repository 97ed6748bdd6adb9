// SPDX-License-Identifier: Apache-2.0
#include "api/iam/inline_policies.h"

namespace licet::api {

extern constinit const Operation op_iam_list_role_policies =
    iam::list_policies<iam::RoleTarget>("ListRolePolicies", "Lists the inline policies of a role.");

}  // namespace licet::api
