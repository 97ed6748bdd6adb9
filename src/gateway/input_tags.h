// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "gateway/conversation.h"
#include "gateway/json.h"

#include <cstddef>
#include <string_view>

namespace licet::gateway {

/// The member of InvokeModel's bodies that says by which tags parts of a prompt are marked for
/// guardrails.
inline constexpr std::string_view kInvokeGuardrailConfig = "amazon-bedrock-guardrailConfig";

/// Tags of all kinds, with what they enclose, in one prompt.
inline constexpr std::size_t kInputTagsMax = 1'000;

/// Reads its value into Conversation::tag_suffix. @return `invalid`
Result<void> read_invoke_guardrail_config(Json config, Conversation& out);

/// Takes the tags `<amazon-bedrock-guardrails-guardContent_xyz>` and
/// `</amazon-bedrock-guardrails-guardContent_xyz>`, where `xyz` is Conversation::tag_suffix, out of
/// the texts of a prompt, and marks what they enclosed; likewise with `groundingSource` and `query`
/// what answers are to rest on and to answer. A text that has any becomes several, the later ones
/// Text::continues; a text of a tool's result is marked as a whole. Blanks are not marked. Tags
/// with another suffix are text like any other.
///
/// Source: Bedrock User Guide, "Apply tags to user input to filter content" and "Calling contextual
/// grounding check with Invoke APIs".
/// @return `invalid` for a tag that is not closed in its text, closes nothing, or is inside
/// another, and for too many
Result<void> take_input_tags(Conversation& conversation);

}  // namespace licet::gateway
