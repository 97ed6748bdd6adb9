// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/bedrock/guardrails.h"
#include "model/organization/organization.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace licet::model {

/// A guardrail that is enforced on an account in a region, by BEDROCK_POLICY policies or by the
/// account itself. Source: rules BG-2 to BG-6.
struct EnforcedGuardrail {
    std::string configuration;  ///< its name in the policies; the id of the account's own
    /// `arn:aws:bedrock:<region>:<management account>:guardrail/<id>:<version>`; empty where no
    /// policy names one, which no inference gets past either.
    std::string identifier;
    std::vector<std::string> included_models;  ///< ids, or `ALL`; empty: all
    std::vector<std::string> excluded_models;  ///< ids, or `ALL`; stronger than the included
    std::vector<std::string> policies;         ///< ARNs of all that speak of it, the root's first
    ContentGuarding system = ContentGuarding::COMPREHENSIVE;
    ContentGuarding messages = ContentGuarding::COMPREHENSIVE;
};

/// What the organization enforces, by configuration, all of which hold. O(size of the policies):
/// meant to be kept, not asked again for each call.
std::vector<EnforcedGuardrail> enforced_guardrails(const Organizations& state, AccountId account,
                                                   std::string_view region);

/// What the account enforces on itself. Source: rule BG-2.
std::optional<EnforcedGuardrail> own_enforced_guardrail(const Guardrails& state, AccountId account,
                                                        std::string_view region);

/// Whether the guardrail is enforced on calls of the model.
/// @param model_id of a foundation model, `anthropic.claude-3-haiku-20240307-v1:0`
bool applies_to(const EnforcedGuardrail& guardrail, std::string_view model_id);

/// The regions in which anything is enforced on the account.
std::vector<std::string> enforced_regions(const Organizations& state, AccountId account);

}  // namespace licet::model
