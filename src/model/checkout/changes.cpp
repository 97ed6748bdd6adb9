// SPDX-License-Identifier: Apache-2.0
#include "model/checkout/changes.h"

#include "base/check.h"

#include <algorithm>
#include <array>

namespace licet::model {
namespace {

/// Rows that one event looks at. More than one, so that dropping keeps ahead of making: a row that
/// is due goes within a quarter as many events as there are rows.
constexpr std::size_t kRowsPerEvent = 4;

void drop_due_rows(Checkouts& state) {
    std::array<Id128, kRowsPerEvent> due;
    std::size_t count = 0;
    auto row = state.checkouts.lower_bound(state.sweep);
    for (std::size_t i = 0; i < kRowsPerEvent && !(row == std::as_const(state.checkouts).end());
         ++i, ++row) {
        if (!is_remembered(row->second, state.clock)) {
            due[count++] = row->first;
        }
    }
    const bool at_end = row == std::as_const(state.checkouts).end();
    state.sweep = at_end ? Id128{} : row->first;
    for (std::size_t i = 0; i < count; ++i) {
        state.checkouts.erase(due[i]);
        state.others.erase(due[i]);
    }
}

/// Ends for good what has ended by the old clock, for the new one may come to say otherwise.
void set_back(Checkouts& state, Time at) {
    for (auto& [key, row] : state.checkouts) {
        row.returned = row.returned || !is_held(state, row, at);
    }
    for (Meter& meter : state.meters) {
        end_leases(meter, state.clock);
        meter.drawn_at = std::min(meter.drawn_at, at);
    }
    state.clock = at;
}

}  // namespace

void add_lease(Meter& meter, Time end, std::int64_t units) {
    if (units != 0) {
        meter.lapsing[end] += units;
        meter.leased += units;
    }
}

void remove_lease(Meter& meter, Time end, std::int64_t units) {
    if (units == 0) {
        return;
    }
    auto& ending = meter.lapsing[end];
    LICET_CHECK(ending >= units);
    ending -= units;
    meter.leased -= units;
    if (ending == 0) {
        meter.lapsing.erase(end);
    }
}

void end_leases(Meter& meter, Time now) {
    while (!meter.lapsing.empty() && meter.lapsing.begin()->first <= now) {
        const auto [end, units] = *meter.lapsing.begin();
        remove_lease(meter, end, units);
    }
}

std::uint32_t meter_of(Checkouts& state, const Id128& license, const std::string& entitlement) {
    auto& meters = state.meters_by_license[license];
    const auto place = static_cast<std::uint32_t>(state.meters.size());
    const auto [found, is_new] = meters.try_emplace(entitlement, place);
    if (is_new) {
        state.meters.push_back({.license = license, .entitlement = entitlement});
    }
    return found->second;
}

void pass_time(Checkouts& state, Time at) {
    if (at + kClockLag < state.clock) {
        set_back(state, at);
    }
    state.clock = std::max(state.clock, at);
    drop_due_rows(state);
}

}  // namespace licet::model
