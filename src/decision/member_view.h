// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "decision/inquiry.h"

namespace licet::decision {

/// Leaves out what only those may read that speak for the organization: an account learns that a
/// service control policy refuses, and which one denies, as every refusal says; not what its
/// policies say, nor where in the organization they stand.
/// @param account that the answer is about
void hide_control_policies(ExplainedAnswer& answer, const Facts& facts, AccountId account);

}  // namespace licet::decision
