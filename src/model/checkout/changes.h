// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/checkout/checkout.h"

/// How checkouts change: what apply() and rebuild_indexes() are made of. For src/model/checkout.
namespace licet::model {

/// Whether the row still has to be there: its lease is not over, or its request may be repeated.
bool is_remembered(const Checkout& checkout, Time now);

/// Counts units of a lease that ends at `end`, or no longer counts them.
void add_lease(Meter& meter, Time end, std::int64_t units);
void remove_lease(Meter& meter, Time end, std::int64_t units);
/// Lets the units come back whose leases have ended by now.
void end_leases(Meter& meter, Time now);

/// The place of the entitlement's meter, which is made when there is none.
std::uint32_t meter_of(Checkouts& state, const Id128& license, const std::string& entitlement);

/// Sets the clock, and looks at the next few rows for those to drop. O(log n), however many rows
/// became due at once; O(n) when the machine's clock was set back.
void pass_time(Checkouts& state, Time at);

}  // namespace licet::model
