// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/exchange.h"

namespace licet::gateway {

/// Answers how many tokens a conversation has, as the API of the operation asks it. No upstream is
/// asked, and no quota counts it. Source: Bedrock Runtime API Reference, CountTokens; Anthropic API
/// Reference, "Count tokens in a Message".
void count_tokens(Core& core, const Operation& operation, ModelCall call, net::Responder responder);

}  // namespace licet::gateway
