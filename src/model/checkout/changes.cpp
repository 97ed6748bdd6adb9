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
    state.clock = checkout_time(state, at);
    drop_due_rows(state);
}

}  // namespace licet::model
