// SPDX-License-Identifier: Apache-2.0
#include "meter/totals.h"

#include <algorithm>

namespace licet::meter {

std::string_view outcome_text(Outcome outcome) {
    switch (outcome) {
        case Outcome::ok:
            return "ok";
        case Outcome::refused:
            return "refused";
        case Outcome::failed:
            return "failed";
        case Outcome::cut:
            break;
    }
    return "cut";
}

void Totals::add(const Totals& other) {
    for (const auto& member : kTotalsMembers) {
        this->*member.value += other.*member.value;
    }
}

Totals totals_of(const Usage& usage) {
    const bool has_tokens = usage.input_tokens > 0 || usage.output_tokens > 0 ||
                            usage.cache_read_tokens > 0 || usage.cache_write_tokens > 0;
    Totals totals{.calls = 1,
                  .refused = usage.outcome == Outcome::refused ? 1 : 0,
                  .failed = usage.outcome == Outcome::failed ? 1 : 0,
                  .cut = usage.outcome == Outcome::cut ? 1 : 0,
                  .input_tokens = usage.input_tokens,
                  .output_tokens = usage.output_tokens,
                  .cache_read_tokens = usage.cache_read_tokens,
                  .cache_write_tokens = usage.cache_write_tokens,
                  .reasoning_tokens = usage.reasoning_tokens,
                  .estimated = usage.estimated ? 1 : 0,
                  .unpriced = has_tokens && !usage.cost_micro_usd ? 1 : 0,
                  .cost_micro_usd = usage.cost_micro_usd.value_or(0),
                  .interventions = usage.guardrail == Guardrail::intervened ? 1 : 0,
                  .latency_ms = usage.latency.count()};
    for (const auto& member : kTotalsMembers) {
        auto& value = totals.*member.value;
        value = std::clamp<std::int64_t>(value, 0, kPerCallMax);
    }
    return totals;
}

}  // namespace licet::meter
