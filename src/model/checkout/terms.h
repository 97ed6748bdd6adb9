// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/checkout/checkout.h"
#include "model/license/license.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What a license says about its consumption.
namespace licet::model {

struct State;

/// The 27 units of License Manager. Source: rule LM-4.
bool is_entitlement_unit(std::string_view unit);

/// The unit of a feature, which is had or not, and never counted. Source: rule CO-1.
inline constexpr std::string_view kNoUnit = "None";

/// The entitlement of that name, or null.
const Entitlement* find_entitlement(const LicenseVersion& version, std::string_view name);

/// When the version's counts began anew last: weeks and months count from the begin of its
/// validity, in UTC. A month without that day renews on its last. Nothing when they never do.
/// Source: rules LM-4 (RenewType), CO-4.
std::optional<Time> last_renewal(const LicenseVersion& version, Time now);

/// Units of a meter that count now: of leases, and of draw-downs since the last renewal.
std::int64_t used_at(const Checkouts& state, const Meter& meter, const LicenseVersion& version,
                     Time now);

/// The end of a lease of so many minutes that begins now: on a whole second, so that many end at
/// the same time, and not past the license's validity.
Time lease_end(const LicenseVersion& version, Time now, std::int64_t minutes);

/// How long a PROVISIONAL checkout lasts, in minutes. Source: rule CO-4.
std::int64_t provisional_minutes(const LicenseVersion& version);

/// How much of one entitlement is in use.
struct EntitlementUsage {
    std::string name;
    std::string unit;
    std::int64_t consumed = 0;
    std::optional<std::int64_t> max_count;
};

/// The usage of each of the license's entitlements, and of those that it no longer has but that
/// are still in use. Source: rules CO-2, CO-11.
std::vector<EntitlementUsage> usage_of(const State& state, const Id128& id, const License& license,
                                       Time now);

}  // namespace licet::model
