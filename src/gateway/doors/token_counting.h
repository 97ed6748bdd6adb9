// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/door.h"

#include <cstdint>
#include <string>

/// How clients ask for the tokens of a conversation that they do not yet have.
namespace licet::gateway {

/// Bedrock Runtime's CountTokens: what Converse or InvokeModel would be asked.
/// @param model_id says how the bodies of InvokeModel are read
/// @param inner parses the latter; lives as long as the answer
/// @return `invalid`. Source: Bedrock Runtime API Reference, CountTokens.
Result<Conversation> read_count_tokens(Json body, std::string_view model_id, JsonReader& inner);

/// Anthropic's /v1/messages/count_tokens. @return `invalid`
Result<Conversation> read_anthropic_count(Json body);

/// About as many as a model would count: one for each four bytes of texts, tools and documents, and
/// what Claude takes for a large picture for each picture.
std::int64_t estimated_tokens(const Conversation& conversation);

void write_count_tokens(std::string& out, std::int64_t tokens);
void write_anthropic_count(std::string& out, std::int64_t tokens);

}  // namespace licet::gateway
