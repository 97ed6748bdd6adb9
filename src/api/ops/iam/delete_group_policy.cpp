// SPDX-License-Identifier: Apache-2.0
#include "api/iam/inline_policies.h"

namespace licet::api {

extern constinit const Operation op_iam_delete_group_policy = iam::delete_policy<iam::GroupTarget>(
    "DeleteGroupPolicy", "Deletes an inline policy of a group.");

}  // namespace licet::api
