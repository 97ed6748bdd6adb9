// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/json.h"
#include "gateway/message.h"

#include <string>
#include <string_view>

namespace licet::gateway {

/// The body that InvokeModel takes for Anthropic's models. Texts only; every other member is
/// refused by name. Turns of one role that follow each other count as one.
/// @return `invalid`. Source: Amazon Bedrock User Guide, Anthropic Claude Messages API.
Result<Prompt> read_anthropic_messages(Json body);

/// Appends the body of the response. @param id names the answer: `msg_…`.
void write_anthropic_message(std::string& out, const Completion& completion, std::string_view id,
                             std::string_view model_id);

}  // namespace licet::gateway
