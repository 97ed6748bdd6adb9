// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/conversation.h"
#include "gateway/json.h"
#include "gateway/prompt_format.h"

namespace licet::gateway {

/// A body of InvokeModel that is one prompt with its settings. A member that licet does not know is
/// refused by its name; a prompt in a model's own template is Conversation::native_prompt.
/// @return `invalid`
Result<Conversation> read_prompt_request(Json body, const PromptFormat& format);

}  // namespace licet::gateway
