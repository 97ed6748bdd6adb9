// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <string_view>

namespace licet::model {

/// Checks a resource control policy: like an SCP that only denies, of actions of some services
/// only, and for whom is always `"Principal": "*"`. It is checked as an SCP without its Principal.
/// Source: Organizations User Guide, "RCP syntax".
/// @return `invalid` (MalformedPolicyDocument) with the path of the first fault and the reason.
Result<void> check_resource_control(std::string_view content);

}  // namespace licet::model
