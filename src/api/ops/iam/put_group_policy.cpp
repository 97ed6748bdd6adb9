// SPDX-License-Identifier: Apache-2.0
#include "api/iam/inline_policies.h"

namespace licet::api {

extern constinit const Operation op_iam_put_group_policy = iam::put_policy<iam::GroupTarget>(
    "PutGroupPolicy", "Adds an inline policy to a group, or replaces it.");

}  // namespace licet::api
