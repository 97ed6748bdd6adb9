// SPDX-License-Identifier: Apache-2.0
#include "api/iam/inline_policies.h"

namespace licet::api {

extern constinit const Operation op_iam_get_role_policy =
    iam::get_policy<iam::RoleTarget>("GetRolePolicy", "Shows an inline policy of a role.");

}  // namespace licet::api
