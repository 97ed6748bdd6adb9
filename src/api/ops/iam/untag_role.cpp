// SPDX-License-Identifier: Apache-2.0
#include "api/iam/identity_tags.h"

namespace licet::api {

extern constinit const Operation op_iam_untag_role =
    iam::untag<iam::RoleTarget>("UntagRole", "Takes tags from a role.");

}  // namespace licet::api
