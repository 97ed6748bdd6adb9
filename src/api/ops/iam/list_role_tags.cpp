// SPDX-License-Identifier: Apache-2.0
#include "api/iam/identity_tags.h"

namespace licet::api {

extern constinit const Operation op_iam_list_role_tags =
    iam::list_tags<iam::RoleTarget>("ListRoleTags", "Lists the tags of a role.");

}  // namespace licet::api
