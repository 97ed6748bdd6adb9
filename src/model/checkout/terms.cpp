// SPDX-License-Identifier: Apache-2.0
#include "model/checkout/terms.h"

#include "model/state.h"

#include <algorithm>

namespace licet::model {
namespace {

constexpr std::string_view kUnits[] = {"Count",
                                       "None",
                                       "Seconds",
                                       "Microseconds",
                                       "Milliseconds",
                                       "Bytes",
                                       "Kilobytes",
                                       "Megabytes",
                                       "Gigabytes",
                                       "Terabytes",
                                       "Bits",
                                       "Kilobits",
                                       "Megabits",
                                       "Gigabits",
                                       "Terabits",
                                       "Percent",
                                       "Bytes/Second",
                                       "Kilobytes/Second",
                                       "Megabytes/Second",
                                       "Gigabytes/Second",
                                       "Terabytes/Second",
                                       "Bits/Second",
                                       "Kilobits/Second",
                                       "Megabits/Second",
                                       "Gigabits/Second",
                                       "Terabits/Second",
                                       "Count/Second"};

constexpr std::int64_t kProvisionalMinutes = 60;

/// `begin` and `count` months; a month without that day gives its last.
Time months_after(Time begin, int count) {
    const auto day = std::chrono::floor<std::chrono::days>(begin);
    auto date = std::chrono::year_month_day{day} + std::chrono::months{count};
    if (!date.ok()) {
        date = date.year() / date.month() / std::chrono::last;
    }
    return std::chrono::sys_days{date} + (begin - day);
}

Time last_month(Time begin, Time now) {
    const std::chrono::year_month_day from{std::chrono::floor<std::chrono::days>(begin)};
    const std::chrono::year_month_day to{std::chrono::floor<std::chrono::days>(now)};
    const auto months =
        static_cast<int>((to.year() / to.month() - from.year() / from.month()).count());
    const Time here = months_after(begin, months);
    return here <= now ? here : months_after(begin, months - 1);
}

/// The unit that a former version gave the entitlement.
std::string_view last_unit(const License& license, std::string_view name) {
    for (auto version = license.versions.rbegin(); version != license.versions.rend(); ++version) {
        if (const Entitlement* entitlement = find_entitlement(*version, name)) {
            return entitlement->unit;
        }
    }
    return "Count";
}

}  // namespace

bool is_entitlement_unit(std::string_view unit) {
    return std::find(std::begin(kUnits), std::end(kUnits), unit) != std::end(kUnits);
}

const Entitlement* find_entitlement(const LicenseVersion& version, std::string_view name) {
    const auto found =
        std::find_if(version.entitlements.begin(), version.entitlements.end(),
                     [&](const Entitlement& entitlement) { return entitlement.name == name; });
    return found == version.entitlements.end() ? nullptr : &*found;
}

std::optional<Time> last_renewal(const LicenseVersion& version, Time now) {
    const Time begin = version.valid_from;
    if (version.consumption.renew_type == RenewType::None || now < begin) {
        return std::nullopt;
    }
    if (version.consumption.renew_type == RenewType::Monthly) {
        return last_month(begin, now);
    }
    constexpr std::chrono::days kWeek{7};
    return begin + (now - begin) / kWeek * kWeek;
}

std::int64_t used_at(const Checkouts& state, const Meter& meter, const LicenseVersion& version,
                     Time now) {
    const auto renewed_at = last_renewal(version, now);
    const bool renewed = renewed_at && meter.drawn_at < *renewed_at;
    return leased_at(state, meter, now) + (renewed ? 0 : meter.drawn);
}

Time lease_end(const LicenseVersion& version, Time now, std::int64_t minutes) {
    const Time end = std::chrono::ceil<std::chrono::seconds>(now) + std::chrono::minutes{minutes};
    return std::min(end, version.valid_until.value_or(kTimeMax));
}

std::int64_t provisional_minutes(const LicenseVersion& version) {
    return version.consumption.provisional_minutes.value_or(kProvisionalMinutes);
}

std::vector<EntitlementUsage> usage_of(const State& state, const Id128& id, const License& license,
                                       Time now) {
    const LicenseVersion& version = current(license);
    now = checkout_time(state.checkout, now);
    std::vector<EntitlementUsage> usages;
    for (const Entitlement& entitlement : version.entitlements) {
        const Meter* meter = find_meter(state.checkout, id, entitlement.name);
        usages.push_back(
            {.name = entitlement.name,
             .unit = entitlement.unit,
             .consumed = meter == nullptr ? 0 : used_at(state.checkout, *meter, version, now),
             .max_count = entitlement.max_count});
    }
    const auto meters = state.checkout.meters_by_license.find(id);
    if (meters == state.checkout.meters_by_license.end()) {
        return usages;
    }
    for (const auto& [name, place] : meters->second) {
        const auto consumed = used_at(state.checkout, state.checkout.meters[place], version, now);
        if (consumed > 0 && find_entitlement(version, name) == nullptr) {
            usages.push_back({.name = name,
                              .unit = std::string{last_unit(license, name)},
                              .consumed = consumed,
                              .max_count = {}});
        }
    }
    return usages;
}

}  // namespace licet::model
