// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/describe.hpp>

#include <cstdint>

namespace licet::model {

/// What an organization decides for itself, where AWS decides for its customers. Stored in the
/// Organization; settings_change.h changes it and has the range of each.
struct OrganizationSettings {
    /// Whether a member's first call of a model subscribes it. Source: rule BA-10.
    bool auto_subscribe = false;
    /// Whether an account whose grant is not in force may use a subscription of its own instead.
    /// Source: rule U-1.
    bool fallback_to_own_subscription = false;
    std::int64_t accounts_max = 100'000;  ///< members, closed ones and open invitations included
    std::int64_t units_max = 2'000;       ///< OUs. Source: rule OR-1
    std::int64_t invitations_per_day = 1'000;
    std::int64_t invitation_days = 15;  ///< how long an invitation stays open
    /// Age that an account made by CreateAccount needs to leave. Source: rule U-28.
    std::int64_t created_account_wait_days = 0;
    /// Time after CreateOrganization in which it is not ready. Source: rule OR-12.
    std::int64_t finalizing_seconds = 0;
    bool operator==(const OrganizationSettings&) const = default;
};
BOOST_DESCRIBE_STRUCT(OrganizationSettings, (),
                      (auto_subscribe, fallback_to_own_subscription, accounts_max, units_max,
                       invitations_per_day, invitation_days, created_account_wait_days,
                       finalizing_seconds))

}  // namespace licet::model
