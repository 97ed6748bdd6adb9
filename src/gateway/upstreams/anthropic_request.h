// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/json_writer.h"
#include "gateway/upstream_client.h"

#include <string>
#include <string_view>

namespace licet::gateway {

/// What an answer may have where the caller says no limit: this API asks for one.
inline constexpr std::int64_t kAnthropicMaxTokens = 8'192;

/// The body of a Messages request: the client's own, where it spoke the same dialect, else the
/// conversation's. @param model the upstream's name of it
/// @return `invalid` for what cannot be asked without loss
Result<std::string> anthropic_body(const Asking& asking, std::string_view model);

// What this API cannot be asked, here and in Bedrock's; all are `invalid`.

/// Citations of a document: an answer that is put together anew has none, whatever its API.
Result<void> check_citations(const Document& document);
/// What neither has means for is not left out unnoticed.
Result<void> check_for_anthropic(const Conversation& conversation);
/// An effort of thinking, and what does not go with it.
Result<void> check_effort(const Conversation& conversation);
/// Thoughts that nobody signed, because they came from elsewhere, through an API that keeps no
/// signature, or were changed: Anthropic's models take none back, and do without.
bool is_unsigned_thought(const Block& block);
/// Whether a turn says something besides them.
Result<void> check_thoughts(const Turn& turn);

/// Names of features, separated by commas, as a list in JSON: what `anthropic_beta` is in bodies.
std::string betas_json(std::string_view betas);

/// Writes the member `thinking`, if any. @param max_tokens of the answer: efforts are shares of it
void write_anthropic_thinking(JsonWriter& json, const std::optional<Thinking>& thinking,
                              std::int64_t max_tokens);

/// Writes the member `tool_choice`.
void write_anthropic_tool_choice(JsonWriter& json, const ToolChoice& choice);

}  // namespace licet::gateway
