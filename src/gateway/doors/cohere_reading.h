// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/conversation.h"
#include "gateway/json.h"

#include <string_view>

namespace licet::gateway {

/// What the answer repeats of the request, with what was asked: Conversation::echoed has it.
inline constexpr std::string_view kChatHistory = "chat_history";

/// A body of InvokeModel for Cohere's Command R models. A member that licet does not know is
/// refused by its name; one that only these models understand is Conversation::native_only.
/// @return `invalid`. Source: Bedrock User Guide, "Cohere Command R and Command R+ models".
Result<Conversation> read_cohere_request(Json body);

}  // namespace licet::gateway
