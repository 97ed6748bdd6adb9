// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/conversation.h"
#include "gateway/json.h"

#include <string_view>
#include <vector>

namespace licet::gateway {

/// Where a caller asks for the sequence that ended the answer, as it is in Claude's own answers;
/// Conversation::echoed has it.
inline constexpr std::string_view kStopSequencePath = "/stop_sequence";
inline constexpr std::string_view kDeltaStopSequencePath = "/delta/stop_sequence";

/// The body of a Converse request. Whatever is not understood is refused by its name, so that
/// nothing a caller relies on is dropped unnoticed.
/// @return `invalid`. Source: Bedrock Runtime API Reference, Converse.
Result<Conversation> read_converse_request(Json body);

// What bodies of Amazon's Nova models have, too.

/// `messages`, `system` and `toolConfig`. @return `invalid`, also for other members
Result<void> read_converse_part(std::string_view key, Json value, Conversation& out);

/// Whether they begin with the user, and take turns. @return `invalid`
Result<void> check_converse_turns(const std::vector<Turn>& turns);

}  // namespace licet::gateway
