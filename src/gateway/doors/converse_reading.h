// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/conversation.h"
#include "gateway/json.h"

namespace licet::gateway {

/// The body of a Converse request. Whatever is not understood is refused by its name, so that
/// nothing a caller relies on is dropped unnoticed.
/// @return `invalid`. Source: Bedrock Runtime API Reference, Converse.
Result<Conversation> read_converse_request(Json body);

}  // namespace licet::gateway
