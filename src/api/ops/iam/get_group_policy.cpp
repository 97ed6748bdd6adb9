// SPDX-License-Identifier: Apache-2.0
#include "api/iam/inline_policies.h"

namespace licet::api {

extern constinit const Operation op_iam_get_group_policy =
    iam::get_policy<iam::GroupTarget>("GetGroupPolicy", "Shows an inline policy of a group.");

}  // namespace licet::api
