// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/conversation.h"
#include "gateway/json.h"

namespace licet::gateway {

/// A body of OpenAI's chat completions. A member that licet does not know is refused by its name;
/// one that only a server of the same API understands is Conversation::native_only.
/// @param names_model whether it has `model` and `stream`.
/// @return `invalid`. Source: OpenAI API Reference, "Create chat completion".
Result<Conversation> read_chat_request(Json body, bool names_model);

/// A picture by its URL: what a `data:` URL holds, or where it is. @return `invalid`
Result<Image> read_image_url(std::string_view url);

}  // namespace licet::gateway
