// SPDX-License-Identifier: Apache-2.0
#include "api/iam/attached_policies.h"

namespace licet::api {

extern constinit const Operation op_iam_detach_role_policy = iam::detach_policy<iam::RoleTarget>(
    "DetachRolePolicy", "Detaches a managed policy from a role.");

}  // namespace licet::api
