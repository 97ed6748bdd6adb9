// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/conversation.h"
#include "gateway/json.h"

#include <vector>

namespace licet::gateway {

/// Appends the content of a message or of the system prompt: a text, or a list of blocks. What only
/// Anthropic's own servers understand is a text in its place and Conversation::native_only.
/// @param of_model whether the model said it: texts that are blank are passed over
/// @param kept keeps what is not in the body.
/// @return `invalid`. Source: Anthropic API Reference, Messages.
Result<void> read_anthropic_blocks(Json content, bool of_model, std::vector<Block>& out,
                                   Conversation& kept);

/// `cache_control` of a block or a tool. @return `invalid`
Result<CachePoint> read_cache_control(Json control);

}  // namespace licet::gateway
