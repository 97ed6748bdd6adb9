// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/conversation.h"
#include "gateway/json.h"

namespace licet::gateway {

/// Adds one of a chat's messages: to the system's words, or to what the two sides say.
/// @return `invalid`. Source: OpenAI API Reference, "Create chat completion", messages.
Result<void> read_chat_message(Json message, Conversation& out);

}  // namespace licet::gateway
