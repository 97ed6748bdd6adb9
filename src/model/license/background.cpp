// SPDX-License-Identifier: Apache-2.0
#include "model/license/background.h"

#include "model/grant/rules.h"
#include "model/license/subscription.h"

namespace licet::model {
namespace {

Principal license_manager_of(AccountId account) {
    Principal actor;
    actor.kind = PrincipalKind::service;
    actor.account = account;
    actor.arn = role_arn(account, "/aws-service-role/" + std::string{kLicenseManagerService} + "/",
                         std::string{kLicenseManagerRole});
    actor.id = account.text();
    actor.name = kLicenseManagerRole;
    return actor;
}

}  // namespace

std::optional<BackgroundStep> license_background_step(const State& state, Time now) {
    if (state.license.pending.empty()) {
        return std::nullopt;
    }
    const Id128& id = *state.license.pending.begin();
    const License& license = state.license.licenses.at(id);
    return BackgroundStep{.service = "license-manager",
                          .action = "DeleteLicense",
                          .actor = license_manager_of(license.holder),
                          .events = withdraw_license(state, id, LicenseStatus::DELETED, now)};
}

}  // namespace licet::model
