// SPDX-License-Identifier: Apache-2.0
#include "api/iam/attached_policies.h"

namespace licet::api {

extern constinit const Operation op_iam_attach_role_policy =
    iam::attach_policy<iam::RoleTarget>("AttachRolePolicy", "Attaches a managed policy to a role.");

}  // namespace licet::api
