// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/conversation.h"
#include "gateway/reply.h"
#include "model/grant/quota.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

/// What calls may cost, before anybody has counted. Source: issue 5, section 4.
namespace licet::gateway {

/// The longest answer where the caller does not say one and a quota must know.
inline constexpr std::int64_t kQuotaMaxTokens = 8'192;

/// Of texts that nobody counted: an estimate.
std::int64_t tokens_of_bytes(std::size_t bytes);

/// Raises what is known of a call whose upstream did not come to tell what it cost to an estimate
/// of what was asked and delivered. @return whether it did
bool estimate(std::optional<TokenUsage>& usage, std::size_t asked_bytes,
              std::size_t delivered_bytes);

/// All texts of a conversation, its tools' included.
std::size_t text_bytes(const Conversation& conversation);

/// More tokens than these a conversation does not have: a token is a byte at least, and what is no
/// text has some, too, as has what stands between.
/// @param body_bytes of the request: the bytes may go on as they came, with all that is in them
std::int64_t most_input_tokens(const Conversation& conversation, std::size_t body_bytes);

/// Whether the length of answers counts.
bool counts_output(const std::vector<model::Quota>& quotas);

}  // namespace licet::gateway
