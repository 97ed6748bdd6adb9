// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/conversation.h"
#include "gateway/dialect.h"

#include <optional>
#include <string>
#include <string_view>

namespace licet::gateway {

/// The body of InvokeModel for what is asked in the dialect of the model's own maker: the caller's
/// own, with what licet changes in it, or the same said anew where guardrails changed it.
/// @param body the caller's own, if that may go on, in `dialect`
/// @return nothing for what Converse is to be asked
std::optional<std::string> invoke_body(std::string_view model_id, Dialect dialect,
                                       std::string_view body, const Conversation& conversation);

}  // namespace licet::gateway
