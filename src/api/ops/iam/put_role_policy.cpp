// SPDX-License-Identifier: Apache-2.0
#include "api/iam/inline_policies.h"

namespace licet::api {

extern constinit const Operation op_iam_put_role_policy = iam::put_policy<iam::RoleTarget>(
    "PutRolePolicy", "Adds an inline policy to a role, or replaces it.");

}  // namespace licet::api
