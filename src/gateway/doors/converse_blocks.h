// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/conversation.h"
#include "gateway/json.h"

#include <vector>

namespace licet::gateway {

/// Whose words they are.
enum class Speaker { system, user, assistant };

/// Appends the content blocks of a message, or of the system prompt. A text of the model's that is
/// blank, as models say before they ask for a tool, is passed over.
/// @param kept keeps what is not in the body.
/// @return `invalid`. Source: Bedrock Runtime API Reference, ContentBlock, SystemContentBlock.
Result<void> read_converse_blocks(Json blocks, Speaker speaker, std::vector<Block>& out,
                                  Conversation& kept);

/// `cachePoint` of a block or of tools. @return `invalid`
Result<CachePoint> read_cache_point(Json point);

}  // namespace licet::gateway
