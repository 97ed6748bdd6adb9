// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/bedrock/guardrails.h"
#include "model/organization/enforced_guardrails.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace licet::decision {

/// The guardrail that a call names, as it names it. Empty: none.
struct RequestedGuardrail {
    std::string_view identifier = {};  ///< id or ARN
    std::string_view version = {};     ///< a number or `DRAFT`

    bool empty() const { return identifier.empty(); }
};

/// What is enforced on an account's calls in a region, whatever their model. Source: rules BG-2,
/// BG-3.
struct EnforcedGuardrails {
    std::span<const model::EnforcedGuardrail> by_organization = {};
    const model::EnforcedGuardrail* by_account = nullptr;
    std::shared_ptr<const void> owner = {};  ///< keeps them; null: the source of facts does
};

/// A guardrail that applies to a call, once for each version however many ask for it. All that
/// apply do: what one of them blocks is blocked. Source: rule BG-6.
struct AppliedGuardrail {
    model::ReadyGuardrailPtr guardrail = {};
    std::uint32_t version = 0;                   ///< 0: the draft
    model::ReadyGuardrailVersionPtr ready = {};  ///< never null

    // Who asks for it: at least one does.
    bool by_request = false;
    bool by_account = false;
    bool by_organization = false;

    /// What of the prompt it reads: the most that is asked for. A request asks for what it marks.
    model::ContentGuarding system = model::ContentGuarding::SELECTIVE;
    model::ContentGuarding messages = model::ContentGuarding::SELECTIVE;
};

}  // namespace licet::decision
