// SPDX-License-Identifier: Apache-2.0
#include "api/iam/attached_policies.h"

namespace licet::api {

extern constinit const Operation op_iam_attach_user_policy =
    iam::attach_policy<iam::UserTarget>("AttachUserPolicy", "Attaches a managed policy to a user.");

}  // namespace licet::api
