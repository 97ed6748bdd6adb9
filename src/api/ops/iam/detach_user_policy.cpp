// SPDX-License-Identifier: Apache-2.0
#include "api/iam/attached_policies.h"

namespace licet::api {

extern constinit const Operation op_iam_detach_user_policy = iam::detach_policy<iam::UserTarget>(
    "DetachUserPolicy", "Detaches a managed policy from a user.");

}  // namespace licet::api
