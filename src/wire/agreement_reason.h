// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <vector>

namespace licet::wire {

/// What marketplace-agreement documents of a request that does not fit its shape: `reason`, such as
/// MISSING_INTENT or INVALID_REQUESTED_TERM_ID, and `fields`.
/// Source: the service model's ValidationException, ValidationExceptionReason.
std::vector<ErrorMember> agreement_reason(const Error& misfit);

}  // namespace licet::wire
