// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "gateway/conversation.h"

#include <string>

namespace licet::gateway {

/// The body of a Converse request. @param anthropic whether the model is one of Anthropic's: some
/// things go under the names of the model's maker
/// @return `invalid` for what cannot be asked without loss
Result<std::string> converse_body(const Conversation& conversation, bool anthropic);

}  // namespace licet::gateway
