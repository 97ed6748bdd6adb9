// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "meter/usage.h"

#include <cstdint>
#include <string_view>

namespace licet::meter {

/// Sums over calls.
struct Totals {
    std::int64_t calls = 0;
    std::int64_t refused = 0;
    std::int64_t failed = 0;
    std::int64_t cut = 0;
    std::int64_t input_tokens = 0;
    std::int64_t output_tokens = 0;
    std::int64_t cache_read_tokens = 0;
    std::int64_t cache_write_tokens = 0;
    std::int64_t reasoning_tokens = 0;
    std::int64_t estimated = 0;       ///< calls whose tokens were counted by us
    std::int64_t unpriced = 0;        ///< calls with tokens whose price is not known
    std::int64_t cost_micro_usd = 0;  ///< of all others
    std::int64_t interventions = 0;   ///< calls that a guardrail stopped or changed
    std::int64_t latency_ms = 0;

    void add(const Totals& other);
    bool operator==(const Totals&) const = default;
};

struct TotalsMember {
    std::string_view name;
    std::int64_t Totals::*value;
};

/// All members, in the order in which they are stored and shown.
inline constexpr TotalsMember kTotalsMembers[] = {
    {"calls", &Totals::calls},
    {"refused", &Totals::refused},
    {"failed", &Totals::failed},
    {"cut", &Totals::cut},
    {"input_tokens", &Totals::input_tokens},
    {"output_tokens", &Totals::output_tokens},
    {"cache_read_tokens", &Totals::cache_read_tokens},
    {"cache_write_tokens", &Totals::cache_write_tokens},
    {"reasoning_tokens", &Totals::reasoning_tokens},
    {"estimated", &Totals::estimated},
    {"unpriced", &Totals::unpriced},
    {"cost_micro_usd", &Totals::cost_micro_usd},
    {"interventions", &Totals::interventions},
    {"latency_ms", &Totals::latency_ms},
};

/// Of one call no number counts for more, and none for less than 0, so that sums stay exact.
inline constexpr std::int64_t kPerCallMax = 1'000'000'000'000;

Totals totals_of(const Usage& usage);

}  // namespace licet::meter
