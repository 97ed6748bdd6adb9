// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "model/tags.h"

namespace licet::model {

/// Whether a grant may be given these tags. @return as scope_of(), and ValidationException for a
/// key that has kScopePrefix in other letters: it would limit nothing.
Result<void> check_scope(const Tags& tags);

}  // namespace licet::model
