// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "policy/management/policy.h"

#include <string_view>

/// What a BEDROCK_POLICY says. Source: Organizations User Guide, "Amazon Bedrock policy syntax and
/// examples"; rules BG-3, BG-4.
namespace licet::policy::management {

/// Checks that a policy is nothing but settings of `bedrock.guardrail_inference.<region>.<name>`:
/// `identifier`, `selective_content_guarding` {`system`, `messages`} and `model_enforcement`
/// {`included_models`, `excluded_models`}. Each may be missing: other policies may set it.
/// @param owner the 12 digits of the account that owns the guardrails
/// @return `invalid` (MalformedPolicyDocument) with the path of the first fault and the reason.
Result<void> check_bedrock(const Policy& policy, std::string_view owner);

}  // namespace licet::policy::management
