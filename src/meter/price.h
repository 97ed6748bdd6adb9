// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "meter/usage.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace licet::meter {

/// A line of an offer's rate card, as the offer says it.
struct RateText {
    std::string_view dimension;    ///< `USE1_InputTokenCount`: what is counted
    std::string_view description;  ///< `Million Input Tokens Regional`: how many of it make one
    std::string_view price;        ///< decimal US dollars: `3.30`
};

/// Where a call may be answered: global inference profiles have prices of their own.
enum class Reach : std::uint8_t { regional, global };

/// What a million tokens cost, in 1e-8 US dollars. Nothing: the card does not say it.
struct Rates {
    std::optional<std::int64_t> input = {};
    std::optional<std::int64_t> output = {};  ///< reasoning too
    std::optional<std::int64_t> cache_read = {};
    std::optional<std::int64_t> cache_write = {};
};

/// Reads a rate card. Dimensions are, behind a region's code such as `USE1_`,
///   InputTokenCount, OutputTokenCount, CacheReadInputTokenCount, CacheWriteInputTokenCount,
///     with `_Global` behind them for global profiles; or
///   input_tokens, output_tokens, cache_read_tokens, cache_write_tokens,
///     with `_standard` behind them, `_global_standard` for global profiles.
/// Descriptions begin with `Million` or `Thousand`. Other lines say nothing of tokens. A global
/// rate that is missing is the regional one; a rate that the card gives twice, differently, is
/// none.
Rates rates_of(std::span<const RateText> card, Reach reach);

/// What the tokens of a call cost in micro-dollars, all exact until the sum is rounded half up.
/// @return nothing when a rate that is needed is missing, or the sum is beyond all bounds
std::optional<std::int64_t> price_of(const Usage& usage, const Rates& rates);

}  // namespace licet::meter
