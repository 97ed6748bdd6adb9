// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "decision/decide.h"
#include "decision/guardrails.h"

namespace licet::decision {

/// The guardrail that the question names, where its subject may apply it: to a text, without a
/// model.
/// @return as step 8: AccessDeniedException where the subject's policies do not allow
///         bedrock:ApplyGuardrail on it; ValidationException where there is no such guardrail or
///         version in the region, or where it is another account's that does not share it
Result<AppliedGuardrail> named_guardrail(const Facts& facts, const Question& question);

}  // namespace licet::decision
