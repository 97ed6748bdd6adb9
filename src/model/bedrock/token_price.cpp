// SPDX-License-Identifier: Apache-2.0
#include "model/bedrock/token_price.h"

#include <algorithm>
#include <limits>

namespace licet::model {
namespace {

constexpr std::size_t kDecimals = 8;
constexpr std::size_t kWholeDigitsMax = 6;
/// Of 1e-8 dollars for a million tokens in a micro-dollar for each.
constexpr std::int64_t kUnitsPerMicroOfMillion = std::int64_t{100} * 1'000'000;
constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max();

using Member = std::optional<std::int64_t> TokenRates::*;
struct Kind {
    std::string_view counted;  ///< InputTokenCount
    std::string_view tokens;   ///< input_tokens; empty: there is no such name
    Member member;
};
constexpr Kind kKinds[] = {
    {"InputTokenCount", "input_tokens", &TokenRates::input},
    {"OutputTokenCount", "output_tokens", &TokenRates::output},
    {"CacheReadInputTokenCount", "cache_read_tokens", &TokenRates::cache_read},
    {"CacheWriteInputTokenCount", "cache_write_tokens", &TokenRates::cache_write},
    {"CacheWrite1hInputTokenCount", "", &TokenRates::cache_write_hour},
};

/// Without the code of a region, such as `USE1_`.
std::string_view without_region(std::string_view dimension) {
    const auto end = dimension.find('_');
    if (end == std::string_view::npos || end == 0) {
        return dimension;
    }
    const auto code = dimension.substr(0, end);
    const bool is_code = code.back() >= '0' && code.back() <= '9' &&
                         std::all_of(code.begin(), code.end(), [](char c) {
                             return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
                         });
    return is_code ? dimension.substr(end + 1) : dimension;
}

/// Whether a dimension is `name` and then `ending`.
bool is(std::string_view dimension, std::string_view name, std::string_view ending) {
    return dimension.size() == name.size() + ending.size() && dimension.starts_with(name) &&
           dimension.ends_with(ending);
}

bool is_of(std::string_view dimension, const Kind& kind, Reach reach) {
    if (is(dimension, kind.counted, reach == Reach::global ? "_Global" : "")) {
        return true;
    }
    if (kind.tokens.empty()) {
        return false;
    }
    return reach == Reach::global
               ? is(dimension, kind.tokens, "_global_standard")
               : dimension == kind.tokens || is(dimension, kind.tokens, "_standard");
}

/// How often a million holds what the price is for; 0: it is for no tokens.
std::int64_t per_million(std::string_view description) {
    if (description.starts_with("Million ")) {
        return 1;
    }
    return description.starts_with("Thousand ") ? 1000 : 0;
}

/// In 1e-8 dollars.
std::optional<std::int64_t> units_of(std::string_view price) {
    const auto point = std::min(price.find('.'), price.size());
    const auto decimals = price.size() - std::min(point + 1, price.size());
    if (point == 0 || point > kWholeDigitsMax || decimals > kDecimals ||
        (decimals == 0 && point != price.size())) {
        return std::nullopt;
    }
    std::int64_t units = 0;
    for (std::size_t i = 0; i < point + 1 + kDecimals; ++i) {
        if (i == point) {
            continue;
        }
        const char digit = i < price.size() ? price[i] : '0';
        if (digit < '0' || digit > '9') {
            return std::nullopt;
        }
        units = units * 10 + (digit - '0');
    }
    return units;
}

std::optional<std::int64_t> find_rate(std::span<const RateCardItem> card, const Kind& kind,
                                      Reach reach) {
    std::optional<std::int64_t> rate;
    for (const auto& line : card) {
        const auto times = per_million(line.description);
        if (times == 0 || !is_of(without_region(line.dimension), kind, reach)) {
            continue;
        }
        const auto units = units_of(line.price);
        if (!units || (rate && *rate != *units * times)) {
            return std::nullopt;
        }
        rate = *units * times;  // at most 1e6 × 1e8 × 1e3
    }
    return rate;
}

/// Adds what tokens cost; nothing once it is not known.
void add(std::optional<std::int64_t>& sum, std::int64_t tokens, std::optional<std::int64_t> rate) {
    if (!sum || tokens <= 0) {
        return;
    }
    const bool known = rate && (*rate == 0 || tokens <= (kMost - *sum) / *rate);
    sum = known ? std::optional{*sum + tokens * *rate} : std::nullopt;
}

std::optional<std::int64_t> in_micros(std::optional<std::int64_t> sum) {
    return sum ? std::optional{*sum / kUnitsPerMicroOfMillion} : std::nullopt;
}

}  // namespace

TokenRates token_rates(std::span<const RateCardItem> card, Reach reach) {
    TokenRates rates;
    for (const auto& kind : kKinds) {
        rates.*kind.member = find_rate(card, kind, reach);
        if (!(rates.*kind.member) && reach == Reach::global) {
            rates.*kind.member = find_rate(card, kind, Reach::regional);
        }
    }
    return rates;
}

TokenPrices token_prices(std::span<const RateCardItem> card) {
    return {token_rates(card, Reach::regional), token_rates(card, Reach::global)};
}

std::optional<std::int64_t> price_of(const TokenCounts& tokens, const TokenRates& rates) {
    std::optional<std::int64_t> sum = kUnitsPerMicroOfMillion / 2;
    add(sum, tokens.input, rates.input);
    add(sum, tokens.output, rates.output);
    add(sum, tokens.cache_read, rates.cache_read);
    add(sum, tokens.cache_write, rates.cache_write);
    add(sum, tokens.cache_write_hour, rates.cache_write_hour);
    return in_micros(sum);
}

std::optional<std::int64_t> most_price_of(std::int64_t input, std::int64_t output,
                                          CacheWrites writes, const TokenRates& rates) {
    const bool known = rates.input && (!writes.minutes || rates.cache_write) &&
                       (!writes.hour || rates.cache_write_hour);
    auto dearest = std::max(rates.input, rates.cache_read);
    if (writes.minutes) {
        dearest = std::max(dearest, rates.cache_write);
    }
    if (writes.hour) {
        dearest = std::max(dearest, rates.cache_write_hour);
    }
    std::optional<std::int64_t> sum = kUnitsPerMicroOfMillion - 1;
    add(sum, input, known ? dearest : std::nullopt);
    add(sum, output, rates.output);
    return in_micros(sum);
}

}  // namespace licet::model
