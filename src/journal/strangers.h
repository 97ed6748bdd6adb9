// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/time.h"

#include <cstdint>
#include <utility>

namespace licet::journal {

/// How many refusals of unknown callers are recorded, so that nobody can fill the journal without
/// so much as a key: the first kPerSecond of each second, of the others only their number.
/// Not thread-safe.
class Strangers {
public:
    static constexpr std::uint64_t kPerSecond = 100;

    /// Whether the refusal at `now` is to be recorded.
    bool admit(Time now) {
        if (const auto second = std::chrono::floor<std::chrono::seconds>(now); second != second_) {
            second_ = second;
            admitted_ = 0;
        }
        const bool admitted = admitted_ < kPerSecond;
        ++(admitted ? admitted_ : left_out_);
        return admitted;
    }

    /// How many were left out since the last time this was asked.
    std::uint64_t take_left_out() { return std::exchange(left_out_, 0); }

private:
    std::chrono::sys_seconds second_{};
    std::uint64_t admitted_ = 0;
    std::uint64_t left_out_ = 0;
};

}  // namespace licet::journal
