// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "gateway/conversation.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace licet::gateway {

/// Whose model is asked: some things go under the names of its maker.
enum class Maker : std::uint8_t {
    anthropic,
    /// Anthropic's Claude 3, of whose own words for a tool choice Bedrock does not take all.
    anthropic_claude_3,
    amazon_nova,
    cohere,
    other
};

Maker maker_of(std::string_view model_id);

/// The body of a Converse request. @return `invalid` for what cannot be asked without loss
Result<std::string> converse_body(const Conversation& conversation, Maker maker);

}  // namespace licet::gateway
