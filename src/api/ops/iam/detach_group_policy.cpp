// SPDX-License-Identifier: Apache-2.0
#include "api/iam/attached_policies.h"

namespace licet::api {

extern constinit const Operation op_iam_detach_group_policy = iam::detach_policy<iam::GroupTarget>(
    "DetachGroupPolicy", "Detaches a managed policy from a group.");

}  // namespace licet::api
