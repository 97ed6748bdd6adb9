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

/// Names of features, separated by commas, as a list in JSON: what `anthropic_beta` is in bodies.
std::string betas_json(std::string_view betas);

/// Writes the member `thinking`, if any. @param max_tokens of the answer: efforts are shares of it
void write_anthropic_thinking(JsonWriter& json, const std::optional<Thinking>& thinking,
                              std::int64_t max_tokens);

}  // namespace licet::gateway
