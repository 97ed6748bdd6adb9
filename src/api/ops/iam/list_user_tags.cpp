// SPDX-License-Identifier: Apache-2.0
#include "api/iam/identity_tags.h"

namespace licet::api {

extern constinit const Operation op_iam_list_user_tags =
    iam::list_tags<iam::UserTarget>("ListUserTags", "Lists the tags of a user.");

}  // namespace licet::api
