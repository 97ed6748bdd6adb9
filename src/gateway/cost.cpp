// SPDX-License-Identifier: Apache-2.0
#include "gateway/cost.h"

#include "gateway/token_bounds.h"
#include "model/grant/quota_text.h"

#include <fmt/format.h>

#include <algorithm>

namespace licet::gateway {
namespace {

bool has_cache_point(const std::vector<Block>& blocks) {
    return std::any_of(blocks.begin(), blocks.end(), [](const Block& block) {
        return std::holds_alternative<CachePoint>(block);
    });
}

/// Whether the upstream is asked to keep something for later calls.
bool writes_cache(const Conversation& conversation) {
    const auto& turns = conversation.turns;
    const auto& tools = conversation.tools;
    return conversation.caches || has_cache_point(conversation.system) ||
           std::any_of(turns.begin(), turns.end(),
                       [](const Turn& turn) { return has_cache_point(turn.blocks); }) ||
           std::any_of(tools.begin(), tools.end(),
                       [](const Tool& tool) { return tool.cache_point.has_value(); });
}

Error no_price(const model::Quota& quota, const model::TokenRates& rates, bool caches) {
    const bool cache = rates.input && caches && !rates.cache_write;
    const auto* const dimension = !rates.input ? "InputTokenCount"
                                  : cache      ? "CacheWriteInputTokenCount"
                                               : "OutputTokenCount";
    return {ErrorKind::exhausted,
            fmt::format("the quota `{}` of {} counts what calls cost, and the rate card of the "
                        "agreement by which the model is used has no `{}`; {}accept an offer that "
                        "has one, or have a quota of tokens in place of this one",
                        quota.key, model::owner_text(quota), dimension,
                        cache ? "leave the cache points out, " : ""),
            "ServiceQuotaExceededException"};
}

}  // namespace

std::optional<std::int64_t> cost_of(const TokenUsage& usage, const model::TokenRates& rates) {
    return model::price_of({.input = usage.input,
                            .output = usage.output,
                            .cache_read = usage.cache_read,
                            .cache_write = usage.cache_write},
                           rates);
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
        const bool caches = writes_cache(conversation);
        const auto cost =
            model::most_price_of(most.input_tokens, most.output_tokens, caches, rates);
        if (!cost) {
            return no_price(*quota, rates, caches);
        }
        most.micro_dollars = *cost;
    }
    return most;
}

quota::Amounts amounts_of(const TokenUsage& usage, const model::TokenRates& rates) {
    const auto input = usage.input + usage.cache_read + usage.cache_write;
    const auto cost = cost_of(usage, rates);
    return {.requests = 1,
            .input_tokens = input,
            .output_tokens = usage.output,
            .micro_dollars = cost ? *cost
                                  : model::most_price_of(input, usage.output, false, rates)
                                        .value_or(model::kQuotaLimitMax)};
}

}  // namespace licet::gateway
