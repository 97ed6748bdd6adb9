// SPDX-License-Identifier: Apache-2.0
#include "api/iam/identity_tags.h"

namespace licet::api {

extern constinit const Operation op_iam_untag_user =
    iam::untag<iam::UserTarget>("UntagUser", "Takes tags from a user.");

}  // namespace licet::api
