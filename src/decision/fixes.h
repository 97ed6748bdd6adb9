// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "decision/decide_product.h"
#include "decision/explain.h"
#include "decision/steps.h"

namespace licet::decision {

/// Who can change what a step refuses, and how. Requires that the steps up to the refusing one have
/// been asked.
std::optional<Fix> fix_of(Steps& steps, const Refusal& refusal);

/// The same of the use of a product. Requires that it is refused.
Fix product_fix(const Facts& facts, const ProductDecision& decision, AccountId account);

/// The grants whose own limits keep the call from passing step 7: the one that is used, or those
/// that it passes on. Requires that the step refuses; then there is one.
std::vector<GrantLimit> limiting_grants(const Steps& steps);

}  // namespace licet::decision
