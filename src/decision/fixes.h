// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "decision/explain.h"
#include "decision/steps.h"

namespace licet::decision {

/// Who can change what a step refuses, and how. Requires that the steps up to the refusing one have
/// been asked.
std::optional<Fix> fix_of(Steps& steps, const Refusal& refusal);

}  // namespace licet::decision
