// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/bedrock/catalogue.h"

#include <cstdint>
#include <optional>
#include <span>

/// What the tokens of model calls cost by the rate card of an offer. Source: issue 5, section 6.
namespace licet::model {

/// Where a call may be answered: global inference profiles have prices of their own.
enum class Reach : std::uint8_t { regional, global };

/// What a million tokens cost, in 1e-8 US dollars. Nothing: the card does not say it.
struct TokenRates {
    std::optional<std::int64_t> input = {};
    std::optional<std::int64_t> output = {};  ///< reasoning too
    std::optional<std::int64_t> cache_read = {};
    std::optional<std::int64_t> cache_write = {};       ///< for five minutes
    std::optional<std::int64_t> cache_write_hour = {};  ///< for an hour
    auto operator<=>(const TokenRates&) const = default;
};

/// The rates of a card. Its dimensions are, behind a region's code such as `USE1_`,
///   InputTokenCount, OutputTokenCount, CacheReadInputTokenCount, CacheWriteInputTokenCount,
///     CacheWrite1hInputTokenCount, with `_Global` behind them for global profiles; or
///   input_tokens, output_tokens, cache_read_tokens, cache_write_tokens,
///     with `_standard` behind them, `_global_standard` for global profiles.
/// Descriptions begin with `Million` or `Thousand`. Other lines say nothing of tokens. A global
/// rate that is missing is the regional one; a rate that the card gives twice, differently, is
/// none.
TokenRates token_rates(std::span<const RateCardItem> card, Reach reach);

struct TokenPrices {
    TokenRates regional = {};
    TokenRates global = {};
    const TokenRates& at(Reach reach) const { return reach == Reach::global ? global : regional; }
    auto operator<=>(const TokenPrices&) const = default;
};
TokenPrices token_prices(std::span<const RateCardItem> card);

struct TokenCounts {
    std::int64_t input = 0;  ///< besides what the cache gave or took
    std::int64_t output = 0;
    std::int64_t cache_read = 0;
    std::int64_t cache_write = 0;
    std::int64_t cache_write_hour = 0;
};

/// For how long a call has something kept in a cache.
struct CacheWrites {
    bool minutes = false;
    bool hour = false;
    bool operator==(const CacheWrites&) const = default;
};

/// What tokens cost in micro-dollars, all exact until the sum is rounded half up.
/// @return nothing when a rate that is needed is missing, or the sum is beyond all bounds
std::optional<std::int64_t> price_of(const TokenCounts& tokens, const TokenRates& rates);

/// What tokens cost at most, rounded up, where any of the input may come from a cache, and be
/// written to it as `writes` says. A cache that the card has no reading rate for costs what input
/// does.
/// @return as price_of(); a rate of tokens that there are none of is not needed
std::optional<std::int64_t> most_price_of(std::int64_t input, std::int64_t output,
                                          CacheWrites writes, const TokenRates& rates);

}  // namespace licet::model
