// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/conversation.h"
#include "gateway/reply.h"
#include "model/bedrock/token_price.h"
#include "model/grant/quota.h"
#include "quota/ledger.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

/// What model calls cost, in micro-dollars. Source: issue 5, sections 4 and 6.
namespace licet::gateway {

/// For how long upstreams are asked to keep something of it.
model::CacheWrites cache_writes(const Conversation& conversation);

/// @param writes that the call asked for: of what was written to caches, and not told apart
/// @return nothing when no price of something that was used is known
std::optional<std::int64_t> cost_of(const TokenUsage& usage, const model::TokenRates& rates,
                                    model::CacheWrites writes);

/// Adds what another question took, but for how long caches keep what was written to them.
void add(TokenUsage& sum, const TokenUsage& other);

/// What a call may use at most, its cost only where a quota counts it.
/// @param body_bytes of the request
/// @return ServiceQuotaExceededException, naming the quota and what has no price
Result<quota::Amounts> most_of(const Conversation& conversation, std::size_t body_bytes,
                               const std::vector<model::Quota>& quotas,
                               const model::TokenRates& rates);

/// What is spent of quotas. What a cache gave, and has no price, costs what input does.
quota::Amounts amounts_of(const TokenUsage& usage, const model::TokenRates& rates,
                          model::CacheWrites writes);

}  // namespace licet::gateway
