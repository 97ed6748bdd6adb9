// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/conversation.h"
#include "gateway/guarding.h"

namespace licet::gateway {

/// How the client's API puts a prompt together.
struct PromptForm {
    bool marks = false;   ///< whether it has blocks for texts that are marked, as Converse
    bool running = true;  ///< whether texts of a turn follow on each other
};

/// Gets a prompt ready to be held against guardrails: without its input tags, whose contents are
/// marked. @param guarded whether any guardrail applies
/// @return `invalid` for input tags without a guardrail or that are none, and for documents in text
/// formats that guardrails could not read
Result<void> make_readable(Conversation& conversation, bool guarded);

/// Holds all texts of a prompt against the guardrails: what the system, the user and earlier
/// answers say, documents in text formats and their names, what tools were asked and gave, fields
/// of the model's own. Pictures, documents in other formats and tools' descriptions are not read.
/// Masked texts are replaced.
///
/// Where a guardrail reads selectively, it reads the texts that are marked. With blocks for marks:
/// of messages without a mark all, of a system prompt without a mark nothing. With tags: of a
/// prompt without a mark all. Where nothing can be marked it reads all. Adjacent texts of a turn
/// are read apart and together.
///
/// @return whether a guardrail blocks it; then nothing of it may go on. Source: rules BG-3, BG-6;
///         Bedrock User Guide, "Include a guardrail with the Converse API"
bool blocks_prompt(Guarding& guarding, Conversation& conversation, PromptForm form);

}  // namespace licet::gateway
