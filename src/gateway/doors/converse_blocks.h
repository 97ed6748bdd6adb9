// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/conversation.h"
#include "gateway/json.h"

#include <vector>

namespace licet::gateway {

/// Appends the content blocks of a message, or of the system prompt.
/// @param kept keeps what is not in the body.
/// @return `invalid`. Source: Bedrock Runtime API Reference, ContentBlock, SystemContentBlock.
Result<void> read_converse_blocks(Json blocks, bool system, std::vector<Block>& out,
                                  Conversation& kept);

}  // namespace licet::gateway
