// SPDX-License-Identifier: Apache-2.0
#include "model/checkout/checkout.h"

#include "model/checkout/changes.h"

#include <algorithm>

namespace licet::model {

void Checkouts::rebuild_indexes() {
    meters_by_license.clear();
    std::uint32_t place = 0;
    for (Meter& meter : meters) {
        meter.leased = 0;
        meter.lapsing = {};
        meters_by_license[meter.license][meter.entitlement] = place++;
    }
    for (const auto& [key, checkout] : checkouts) {
        if (is_held(*this, checkout, clock)) {
            for (const MeteredUnits& units : taken_by(*this, key, checkout)) {
                add_lease(meters[units.meter], checkout.expires_at, units.units);
            }
        }
    }
}

Time checkout_time(const Checkouts& state, Time now) {
    return now + kClockLag < state.clock ? now : std::max(state.clock, now);
}

bool is_held(const Checkouts& state, const Checkout& checkout, Time now) {
    return checkout.kind != CheckoutKind::perpetual && !checkout.returned &&
           std::max(state.clock, now) < checkout.expires_at;
}

bool is_remembered(const Checkout& checkout, Time now) {
    return now < std::max(checkout.expires_at, checkout.issued_at + kCheckoutMemory);
}

const Checkout* find_checkout(const Checkouts& state, const Id128& key, Time now) {
    const auto found = state.checkouts.find(key);
    const bool known = found != state.checkouts.end() && is_remembered(found->second, now);
    return known ? &found->second : nullptr;
}

std::vector<MeteredUnits> taken_by(const Checkouts& state, const Id128& key,
                                   const Checkout& checkout) {
    std::vector<MeteredUnits> taken{checkout.first};
    if (const auto others = state.others.find(key); others != state.others.end()) {
        taken.insert(taken.end(), others->second.begin(), others->second.end());
    }
    return taken;
}

const Meter* find_meter(const Checkouts& state, const Id128& license,
                        std::string_view entitlement) {
    const auto meters = state.meters_by_license.find(license);
    if (meters == state.meters_by_license.end()) {
        return nullptr;
    }
    const auto found = meters->second.find(entitlement);
    return found == meters->second.end() ? nullptr : &state.meters[found->second];
}

std::int64_t leased_at(const Checkouts& state, const Meter& meter, Time now) {
    std::int64_t leased = meter.leased;
    for (const auto& [end, units] : meter.lapsing) {
        if (std::max(state.clock, now) < end) {
            break;
        }
        leased -= units;
    }
    return leased;
}

}  // namespace licet::model
