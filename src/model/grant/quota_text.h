// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/grant/quota.h"

#include <string>
#include <string_view>

namespace licet::model {

/// Whose quota it is, for messages: ``grant `g-…` `` or ``license `l-…` ``.
std::string owner_text(const Quota& quota);

/// `all`, `account`, `principal` or `tag`.
std::string_view sharing_text(QuotaSharing sharing);

}  // namespace licet::model
