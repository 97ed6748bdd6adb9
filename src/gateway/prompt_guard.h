// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/conversation.h"
#include "gateway/guarding.h"

namespace licet::gateway {

/// How the client's API puts a prompt together.
struct PromptForm {
    bool marks = false;   ///< whether it has a way to mark texts
    bool running = true;  ///< whether texts of a turn follow on each other
};

/// Holds all texts of a prompt against the guardrails: what the system, the user and earlier
/// answers say, documents in text formats and their names, what tools were asked and gave, fields
/// of the model's own. Pictures, documents in other formats and tools' descriptions are not read.
/// Masked texts are replaced.
///
/// Where a guardrail reads selectively, it reads the texts that are marked; of messages without a
/// mark all, of a system prompt without a mark nothing. Where nothing can be marked it reads all.
/// Adjacent texts of a turn are read apart and together.
///
/// @return whether a guardrail blocks it; then nothing of it may go on. Source: rules BG-3, BG-6;
///         Bedrock User Guide, "Include a guardrail with the Converse API"
bool blocks_prompt(Guarding& guarding, Conversation& conversation, PromptForm form);

}  // namespace licet::gateway
