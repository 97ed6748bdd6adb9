// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/conversation.h"
#include "gateway/upstream_client.h"

#include <string>
#include <string_view>

namespace licet::gateway {

/// The body of a chat completion request: the client's own, where it spoke the same dialect, else
/// the conversation's.
/// @param model the upstream's name of it
/// @param limit_member what the upstream calls the most tokens of an answer
/// @return `invalid` for what cannot be asked without loss
Result<std::string> openai_chat_body(const Asking& asking, std::string_view model,
                                     std::string_view limit_member);

}  // namespace licet::gateway
