// SPDX-License-Identifier: Apache-2.0
#include "api/iam/identity_tags.h"

namespace licet::api {

extern constinit const Operation op_iam_tag_role =
    iam::tag<iam::RoleTarget>("TagRole", "Gives tags to a role.");

}  // namespace licet::api
