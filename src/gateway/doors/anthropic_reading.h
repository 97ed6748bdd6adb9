// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/conversation.h"
#include "gateway/json.h"

namespace licet::gateway {

/// What is asked of Anthropic's models besides the conversation.
enum class AnthropicForm {
    messages,  ///< /v1/messages: names model and stream
    invoke,    ///< InvokeModel: has anthropic_version, and neither
    counting,  ///< /v1/messages/count_tokens: names the model, says no max_tokens
};

/// A body of Anthropic's Messages API. A member that licet does not know is refused by its name;
/// one that only Anthropic's own servers understand is Conversation::native_only.
/// @return `invalid`. Source: Anthropic API Reference, Messages; Amazon Bedrock User Guide,
/// Anthropic Claude Messages API.
Result<Conversation> read_anthropic_request(Json body, AnthropicForm form);

}  // namespace licet::gateway
