// SPDX-License-Identifier: Apache-2.0
#include "api/iam/attached_policies.h"

namespace licet::api {

extern constinit const Operation op_iam_attach_group_policy = iam::attach_policy<iam::GroupTarget>(
    "AttachGroupPolicy", "Attaches a managed policy to a group.");

}  // namespace licet::api
