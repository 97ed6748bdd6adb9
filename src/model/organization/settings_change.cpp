// SPDX-License-Identifier: Apache-2.0
#include "model/organization/settings_change.h"

#include "model/organization/access.h"

namespace licet::model {
namespace {

template <std::int64_t Min, std::int64_t Max>
void set(std::int64_t& setting, const std::optional<Integer<Min, Max>>& wanted) {
    if (wanted) {
        setting = wanted->value;
    }
}

}  // namespace

Result<Events> change_settings(const State& state, const ChangeSettings& command,
                               const Context& context) {
    LICET_TRY(const auto organization,
              require_management(state.organization, context.actor.account));
    OrganizationSettings settings = organization.details.settings;
    settings.auto_subscribe = command.auto_subscribe.value_or(settings.auto_subscribe);
    settings.fallback_to_own_subscription =
        command.fallback_to_own_subscription.value_or(settings.fallback_to_own_subscription);
    set(settings.accounts_max, command.accounts_max);
    set(settings.units_max, command.units_max);
    set(settings.invitations_per_day, command.invitations_per_day);
    set(settings.invitation_days, command.invitation_days);
    set(settings.created_account_wait_days, command.created_account_wait_days);
    set(settings.finalizing_seconds, command.finalizing_seconds);
    if (settings == organization.details.settings) {
        return Events{};
    }
    return Events{OrganizationSettingsChanged{organization.id, settings}};
}

}  // namespace licet::model
