// SPDX-License-Identifier: Apache-2.0
#include "gateway/health.h"

#include <algorithm>

namespace licet::gateway {
namespace {

/// @param faults at least Health::kFaultsMax
Milliseconds rest_after(std::uint32_t faults) {
    const auto doublings = std::min<std::uint32_t>(faults - Health::kFaultsMax, 16);
    return std::min(Health::kRest * (std::int64_t{1} << doublings), Health::kRestMax);
}

}  // namespace

Health::Health(std::size_t count) : rows_{std::make_unique<Row[]>(count)} {}

bool Health::admits(std::size_t upstream, Time now) const {
    const auto& row = rows_[upstream];
    return row.faults.load(std::memory_order_relaxed) < kFaultsMax ||
           row.rests_until.load(std::memory_order_relaxed) <= to_epoch_ms(now);
}

Health::Trial Health::asked(std::size_t upstream, Time now) {
    auto& row = rows_[upstream];
    Trial trial;
    if (row.faults.load(std::memory_order_relaxed) >= kFaultsMax) {
        trial.ends_ = to_epoch_ms(now + kTrial);
        trial.rests_until_ = &row.rests_until;
        row.rests_until = trial.ends_;
    }
    return trial;
}

Health::Trial::~Trial() {
    if (rests_until_ != nullptr) {
        auto mark = ends_;
        rests_until_->compare_exchange_strong(mark, 0);  // unless something came of it
    }
}

void Health::succeeded(std::size_t upstream) {
    auto& faults = rows_[upstream].faults;
    if (faults.load(std::memory_order_relaxed) != 0) {
        faults = 0;
    }
}

void Health::failed(std::size_t upstream, Time now) {
    auto& row = rows_[upstream];
    const auto faults = row.faults.fetch_add(1) + 1;
    if (faults >= kFaultsMax) {
        row.rests_until = to_epoch_ms(now + rest_after(faults));
    }
}

Health::State Health::state(std::size_t upstream) const {
    const auto& row = rows_[upstream];
    const auto faults = row.faults.load();
    return {.faults = faults,
            .rests_until = faults < kFaultsMax ? Time{} : from_epoch_ms(row.rests_until.load())};
}

}  // namespace licet::gateway
