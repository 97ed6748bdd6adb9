// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/exchange.h"

namespace licet::gateway {

/// Answers which models the caller may use, or tells of one of them, as the API of the operation
/// has it. One that the caller may not use looks like one that does not exist. Source: OpenAI API
/// Reference, "Models"; Anthropic API Reference, "Models".
void list_models(Core& core, const Operation& operation, ModelCall call, net::Responder responder);

}  // namespace licet::gateway
