// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/organization/organization.h"

#include <string>
#include <string_view>
#include <vector>

namespace licet::model {

/// A guardrail that BEDROCK_POLICY policies enforce on an account in a region. Source: rules BG-3
/// to BG-6.
struct EnforcedGuardrail {
    std::string configuration;  ///< its name in the policies
    /// `arn:aws:bedrock:<region>:<management account>:guardrail/<id>:<version>`; empty where no
    /// policy names one, which no inference gets past either.
    std::string identifier;
    std::vector<std::string> included_models;  ///< ids, or `ALL`; empty: all
    std::vector<std::string> excluded_models;  ///< ids, or `ALL`; stronger than the included
    std::vector<std::string> policies;         ///< ARNs of all that speak of it, the root's first
};

/// By configuration, all of which hold. O(size of the policies): meant to be kept, not asked again
/// for each call.
std::vector<EnforcedGuardrail> enforced_guardrails(const Organizations& state, AccountId account,
                                                   std::string_view region);

/// Whether the guardrail is enforced on calls of the model.
/// @param model_id of a foundation model, `anthropic.claude-3-haiku-20240307-v1:0`
bool applies_to(const EnforcedGuardrail& guardrail, std::string_view model_id);

/// The regions in which anything is enforced on the account.
std::vector<std::string> enforced_regions(const Organizations& state, AccountId account);

}  // namespace licet::model
