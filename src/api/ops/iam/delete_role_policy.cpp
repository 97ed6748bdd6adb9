// SPDX-License-Identifier: Apache-2.0
#include "api/iam/inline_policies.h"

namespace licet::api {

extern constinit const Operation op_iam_delete_role_policy =
    iam::delete_policy<iam::RoleTarget>("DeleteRolePolicy", "Deletes an inline policy of a role.");

}  // namespace licet::api
