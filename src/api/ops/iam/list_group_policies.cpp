// SPDX-License-Identifier: Apache-2.0
#include "api/iam/inline_policies.h"

namespace licet::api {

extern constinit const Operation op_iam_list_group_policies = iam::list_policies<iam::GroupTarget>(
    "ListGroupPolicies", "Lists the inline policies of a group.");

}  // namespace licet::api
