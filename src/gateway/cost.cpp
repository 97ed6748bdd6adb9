// SPDX-License-Identifier: Apache-2.0
#include "gateway/cost.h"

#include "gateway/token_bounds.h"
#include "model/grant/quota_text.h"

#include <fmt/format.h>

#include <algorithm>

namespace licet::gateway {
namespace {

constexpr std::string_view kHour = "1h";

void add(model::CacheWrites& writes, const CachePoint& point) {
    (point.ttl == kHour ? writes.hour : writes.minutes) = true;
}

void add(model::CacheWrites& writes, const std::vector<Block>& blocks) {
    for (const auto& block : blocks) {
        if (const auto* point = std::get_if<CachePoint>(&block)) {
            add(writes, *point);
        }
    }
}

/// What of a rate card a call lacks.
struct Lack {
    std::string_view dimension;
    std::string_view advice = {};
};

Lack lack_of(const model::TokenRates& rates, model::CacheWrites writes) {
    if (!rates.input) {
        return {"InputTokenCount"};
    }
    if (writes.minutes && !rates.cache_write) {
        return {"CacheWriteInputTokenCount", "leave the cache points out, "};
    }
    if (writes.hour && !rates.cache_write_hour) {
        return {"CacheWrite1hInputTokenCount", "have nothing cached for an hour, "};
    }
    return {"OutputTokenCount"};
}

Error no_price(const model::Quota& quota, const model::TokenRates& rates,
               model::CacheWrites writes) {
    const auto lack = lack_of(rates, writes);
    return {ErrorKind::exhausted,
            fmt::format("the quota `{}` of {} counts what calls cost, and the rate card of the "
                        "agreement by which the model is used has no `{}`; {}accept an offer that "
                        "has one, or have a quota of tokens in place of this one",
                        quota.key, model::owner_text(quota), lack.dimension, lack.advice),
            "ServiceQuotaExceededException"};
}

/// What upstreams do not tell apart is clear where all was to be kept for the same time.
std::optional<std::int64_t> written_for_an_hour(const TokenUsage& usage,
                                                model::CacheWrites writes) {
    if (usage.cache_write_hour || usage.cache_write == 0) {
        return std::min(usage.cache_write_hour.value_or(0), usage.cache_write);
    }
    if (!writes.hour) {
        return 0;
    }
    return writes.minutes ? std::nullopt : std::optional{usage.cache_write};
}

}  // namespace

model::CacheWrites cache_writes(const Conversation& conversation) {
    model::CacheWrites writes{conversation.caches, conversation.caches_for_an_hour};
    add(writes, conversation.system);
    for (const auto& turn : conversation.turns) {
        add(writes, turn.blocks);
    }
    for (const auto& tool : conversation.tools) {
        if (tool.cache_point) {
            add(writes, *tool.cache_point);
        }
    }
    return writes;
}

std::optional<std::int64_t> cost_of(const TokenUsage& usage, const model::TokenRates& rates,
                                    model::CacheWrites writes) {
    const auto hour = written_for_an_hour(usage, writes);
    return hour ? model::price_of({.input = usage.input,
                                   .output = usage.output,
                                   .cache_read = usage.cache_read,
                                   .cache_write = usage.cache_write - *hour,
                                   .cache_write_hour = *hour},
                                  rates)
                : std::nullopt;
}

void add(TokenUsage& sum, const TokenUsage& other) {
    sum.input += other.input;
    sum.output += other.output;
    sum.cache_read += other.cache_read;
    sum.cache_write += other.cache_write;
    sum.reasoning += other.reasoning;
}

Result<quota::Amounts> most_of(const Conversation& conversation, std::size_t body_bytes,
                               const std::vector<model::Quota>& quotas,
                               const model::TokenRates& rates) {
    quota::Amounts most{.requests = 1,
                        .input_tokens = most_input_tokens(conversation, body_bytes),
                        .output_tokens = conversation.max_tokens.value_or(0)};
    const auto quota = std::find_if(quotas.begin(), quotas.end(), [](const model::Quota& one) {
        return one.unit == model::QuotaUnit::micro_dollars;
    });
    if (quota != quotas.end()) {
        const auto writes = cache_writes(conversation);
        const auto cost =
            model::most_price_of(most.input_tokens, most.output_tokens, writes, rates);
        if (!cost) {
            return no_price(*quota, rates, writes);
        }
        most.micro_dollars = *cost;
    }
    return most;
}

quota::Amounts amounts_of(const TokenUsage& usage, const model::TokenRates& rates,
                          model::CacheWrites writes) {
    const auto input = usage.input + usage.cache_read + usage.cache_write;
    const auto cost = cost_of(usage, rates, writes);
    const auto dearest = writes.hour ? writes : model::CacheWrites{};
    return {.requests = 1,
            .input_tokens = input,
            .output_tokens = usage.output,
            .micro_dollars = cost ? *cost
                                  : model::most_price_of(input, usage.output, dearest, rates)
                                        .value_or(model::kQuotaLimitMax)};
}

}  // namespace licet::gateway
