// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/describe/bounded.h"
#include "model/event.h"
#include "model/state.h"

#include <boost/describe.hpp>

#include <optional>

/// Settings of an organization. Source: rules OR-1, OR-12, U-17, U-28, BA-10, U-1.
namespace licet::model {

/// The settings to change, each within its range; absent ones stay.
struct ChangeSettings {
    std::optional<bool> auto_subscribe = {};
    std::optional<bool> fallback_to_own_subscription = {};
    std::optional<Integer<1, 1'000'000>> accounts_max = {};
    std::optional<Integer<0, 100'000>> units_max = {};
    std::optional<Integer<0, 100'000>> invitations_per_day = {};
    std::optional<Integer<1, 90>> invitation_days = {};
    std::optional<Integer<0, 90>> created_account_wait_days = {};
    std::optional<Integer<0, 86'400>> finalizing_seconds = {};
};
BOOST_DESCRIBE_STRUCT(ChangeSettings, (),
                      (auto_subscribe, fallback_to_own_subscription, accounts_max, units_max,
                       invitations_per_day, invitation_days, created_account_wait_days,
                       finalizing_seconds))

/// Only the management account may. A limit below what there is already forbids more of it and
/// takes nothing away.
/// @return AWSOrganizationsNotInUseException, AccessDeniedException.
Result<Events> change_settings(const State& state, const ChangeSettings& command,
                               const Context& context);

}  // namespace licet::model
