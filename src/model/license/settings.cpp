// SPDX-License-Identifier: Apache-2.0
#include "model/license/settings.h"

#include "model/grant/rules.h"
#include "model/state.h"

namespace licet::model {

const LicenseSettings& settings_of(const State& state, AccountId account, std::string_view region) {
    static const LicenseSettings defaults;
    const auto found = state.license.settings.find(account);
    if (found == state.license.settings.end()) {
        return defaults;
    }
    const auto here = found->second.find(std::string{region});
    return here == found->second.end() ? defaults : here->second;
}

Result<Events> change_license_settings(const State& state, const ChangeLicenseSettings& command,
                                       const Context& context) {
    const AccountId account = context.actor.account;
    if (command.link_organizations) {
        const Organization* organization = organization_of(state.organization, account);
        if (organization == nullptr || organization->management_account != account) {
            return access_denied(
                "only the management account of an organization can link its "
                "accounts");
        }
    }
    LicenseSettings settings = settings_of(state, account, context.region);
    settings.link_organizations = command.link_organizations.value_or(settings.link_organizations);
    if (command.cross_account_discovery) {
        settings.cross_account_discovery = command.cross_account_discovery;
    }
    if (command.s3_bucket_arn) {
        settings.s3_bucket_arn = command.s3_bucket_arn;
    }
    if (command.sns_topic_arn) {
        settings.sns_topic_arn = command.sns_topic_arn;
    }
    if (command.discovery_source_regions) {
        settings.discovery_source_regions = command.discovery_source_regions;
    }
    return Events{LicenseSettingsChanged{account, context.region, std::move(settings)}};
}

}  // namespace licet::model
