// SPDX-License-Identifier: Apache-2.0
#include "api/iam/identity_tags.h"

namespace licet::api {

extern constinit const Operation op_iam_tag_user =
    iam::tag<iam::UserTarget>("TagUser", "Gives tags to a user.");

}  // namespace licet::api
