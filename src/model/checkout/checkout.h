// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/ids.h"
#include "base/packed_map.h"
#include "base/time.h"

#include <boost/describe.hpp>

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace licet::model {

/// How units were taken. Source: rules CO-4, CO-7.
enum class CheckoutKind : std::uint8_t {
    provisional,  ///< a lease
    perpetual,    ///< a draw-down, never given back
    borrowed,     ///< a lease for offline use
};
BOOST_DESCRIBE_ENUM(CheckoutKind, provisional, perpetual, borrowed)

/// Counts what one entitlement of a license gives out. An entitlement is known by its name through
/// all versions of the license.
struct Meter {
    Id128 license;
    std::string entitlement;
    std::int64_t drawn = 0;  ///< units taken PERPETUAL since the renewal before drawn_at
    Time drawn_at = {};      ///< the last time that units were

    // Derived from the checkouts; not stored.
    /// By the ends of leases: units that come back then. It holds all leases that end after
    /// Checkouts::clock, and maybe some that have ended.
    PackedMap<Time, std::int64_t> lapsing = {};
    std::int64_t leased = 0;  ///< the sum of `lapsing`
};
BOOST_DESCRIBE_STRUCT(Meter, (), (license, entitlement, drawn, drawn_at))

/// Units on one meter; a feature and an unlimited count may be taken with none.
struct MeteredUnits {
    std::uint32_t meter = 0;  ///< place in Checkouts::meters
    std::int64_t units = 0;
};
BOOST_DESCRIBE_STRUCT(MeteredUnits, (), (meter, units))

/// What was taken with one call. A million of them are held at a time: it is kept small.
struct Checkout {
    AccountId account;        ///< who checked out
    std::uint64_t input = 0;  ///< hash of the request, by which its repetition is known
    Time issued_at;
    Time expires_at;            ///< when the lease lapses; issued_at for a draw-down
    MeteredUnits first;         ///< of the entitlements taken; the rest is in Checkouts::others
    std::uint32_t version = 1;  ///< of the license, under whose terms it was taken
    CheckoutKind kind = CheckoutKind::provisional;
    bool returned = false;  ///< checked in
};
BOOST_DESCRIBE_STRUCT(Checkout, (),
                      (account, input, issued_at, expires_at, first, version, kind, returned))

/// The checkouts part of the state. Owned by the engine's thread.
///
/// Nothing happens when a lease lapses: it is over by comparison with the time, and its units no
/// longer count. Rows that are no longer remembered are dropped by the next events, a few each.
/// Source: rules CO-4, CO-8.
struct Checkouts {
    std::vector<Meter> meters;
    /// By the key that account and ClientToken make; see request_key().
    PackedMap<Id128, Checkout> checkouts;
    /// What checkouts of several entitlements took besides Checkout::first.
    PackedMap<Id128, std::vector<MeteredUnits>> others;
    Id128 sweep;  ///< the first key that the next event looks at for rows to drop
    Time clock;   ///< of the latest event: what had lapsed by then stays lapsed

    // Derived; not stored.
    std::map<Id128, std::map<std::string, std::uint32_t, std::less<>>> meters_by_license;

    void rebuild_indexes();
};
BOOST_DESCRIBE_STRUCT(Checkouts, (), (meters, checkouts, others, sweep, clock))

/// How long a checkout is remembered at least: a repeated request is answered as before, and a
/// second check-in gets a ConflictException. Source: rules GR-33, U-12, CO-8.
inline constexpr Milliseconds kCheckoutMemory = std::chrono::hours{24};

/// By how much the machine's clock may lag behind the latest event before it counts as set back. No
/// lease is as short.
inline constexpr Milliseconds kClockLag = std::chrono::seconds{1};

/// What "now" means for checkouts: `now`, or the time of the latest event where it lags a little.
Time checkout_time(const Checkouts& state, Time now);

/// Whether a lease holds its units: given neither back nor lapsed. What has lapsed does not come to
/// life again when the clock is set back. Source: rule CO-4.
bool is_held(const Checkouts& state, const Checkout& checkout, Time now);

/// The checkout with the key, as long as it is remembered; null otherwise.
const Checkout* find_checkout(const Checkouts& state, const Id128& key, Time now);

/// All that the checkout took, in the order of the request. Source: rule CO-5.
std::vector<MeteredUnits> taken_by(const Checkouts& state, const Id128& key,
                                   const Checkout& checkout);

/// The meter of a license's entitlement, or null when nothing was ever taken on it.
const Meter* find_meter(const Checkouts& state, const Id128& license, std::string_view entitlement);

/// Units of leases that count now. O(seconds in which leases of the meter lapsed since its last
/// event).
std::int64_t leased_at(const Checkouts& state, const Meter& meter, Time now);

}  // namespace licet::model
