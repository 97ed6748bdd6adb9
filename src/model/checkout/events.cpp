// SPDX-License-Identifier: Apache-2.0
#include "model/checkout/events.h"

#include "base/check.h"
#include "model/checkout/changes.h"
#include "model/state.h"

namespace licet::model {
namespace {

/// Takes the units that have come back by now out of the meter, and puts the lease's in.
void lease(Meter& meter, Time now, Time end, std::int64_t units) {
    end_leases(meter, now);
    if (now < end) {
        add_lease(meter, end, units);
    }
}

void renew(Meter& meter, const std::optional<Time>& renewed_at) {
    if (renewed_at && meter.drawn_at < *renewed_at) {
        meter.drawn = 0;
    }
}

/// The row of a checkout that is decided to be there.
Checkout& row_of(Checkouts& state, const Id128& key) {
    LICET_CHECK(state.checkouts.find(key) != std::as_const(state.checkouts).end());
    return state.checkouts[key];
}

void stop_counting(Checkouts& state, const Id128& key, const Checkout& checkout) {
    for (const MeteredUnits& taken : taken_by(state, key, checkout)) {
        remove_lease(state.meters[taken.meter], checkout.expires_at, taken.units);
    }
}

}  // namespace

void apply(State& state, const CheckedOut& event) {
    Checkouts& checkouts = state.checkout;
    pass_time(checkouts, event.at);
    checkouts.others.erase(event.key);  // of a row that is no longer remembered
    std::vector<MeteredUnits> all;
    for (const TakenEntitlement& taken : event.taken) {
        const auto place = meter_of(checkouts, event.license, taken.name);
        all.push_back({place, taken.units});
        Meter& meter = checkouts.meters[place];
        renew(meter, event.renewed_at);
        if (event.kind == CheckoutKind::perpetual) {
            meter.drawn += taken.units;
            meter.drawn_at = event.at;
        } else {
            lease(meter, checkouts.clock, event.expires_at, taken.units);
        }
    }
    LICET_CHECK(!all.empty());
    checkouts.checkouts[event.key] = {.account = event.account,
                                      .input = event.input,
                                      .issued_at = event.at,
                                      .expires_at = event.expires_at,
                                      .first = all.front(),
                                      .version = event.version,
                                      .kind = event.kind,
                                      .returned = false};
    if (all.size() > 1) {
        checkouts.others[event.key] = {all.begin() + 1, all.end()};
    }
}

void apply(State& state, const CheckedIn& event) {
    Checkouts& checkouts = state.checkout;
    Checkout& row = row_of(checkouts, event.key);
    stop_counting(checkouts, event.key, row);
    row.returned = true;
    pass_time(checkouts, event.at);
}

void apply(State& state, const ConsumptionExtended& event) {
    Checkouts& checkouts = state.checkout;
    Checkout& row = row_of(checkouts, event.key);
    stop_counting(checkouts, event.key, row);
    row.expires_at = event.expires_at;
    for (const MeteredUnits& taken : taken_by(checkouts, event.key, row)) {
        add_lease(checkouts.meters[taken.meter], event.expires_at, taken.units);
    }
    pass_time(checkouts, event.at);
}

}  // namespace licet::model
