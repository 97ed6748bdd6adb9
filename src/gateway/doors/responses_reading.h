// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/conversation.h"
#include "gateway/json.h"

namespace licet::gateway {

/// A body of OpenAI's responses. What would be kept for later calls, or used by the server itself,
/// is refused by its name: no policy could look at it. @return `invalid`. Source: OpenAI API
/// Reference, "Create a model response".
Result<Conversation> read_responses_request(Json body);

}  // namespace licet::gateway
