// SPDX-License-Identifier: Apache-2.0
#include "model/organization/background.h"

#include "base/check.h"
#include "model/organization/account_creation.h"

#include <fmt/format.h>

#include <string_view>

namespace licet::model {
namespace {

/// The service-linked role by which Organizations acts for an organization.
Principal organizations_role(AccountId management) {
    constexpr std::string_view kRole = "AWSServiceRoleForOrganizations";
    Principal role;
    role.kind = PrincipalKind::service;
    role.account = management;
    role.arn = fmt::format("arn:aws:iam::{}:role/aws-service-role/organizations.amazonaws.com/{}",
                           management.text(), kRole);
    role.id = management.text();
    role.name = kRole;
    return role;
}

Principal role_for(const Organizations& all, std::string_view organization) {
    const Organization* found = organization_with(all, organization);
    LICET_CHECK(found != nullptr);
    return organizations_role(found->management_account);
}

}  // namespace

std::optional<BackgroundStep> organization_background_step(const State& state, Time now,
                                                           Random& random) {
    const Organizations& all = state.organization;
    if (!all.creations_due.empty()) {
        const std::string& id = all.creations_due.begin()->second;
        return BackgroundStep{.service = "organizations",
                              .action = "CreateAccountResult",
                              .actor = role_for(all, all.creations.find(id)->second.organization),
                              .events = complete_account_creation(state, id, now, random)};
    }
    if (!all.closures_due.empty()) {
        const AccountId account = *all.closures_due.begin();
        const Account* details = find_account(all, account);
        LICET_CHECK(details != nullptr);
        // An account may leave its organization while it is being closed.
        return BackgroundStep{.service = "organizations",
                              .action = "CloseAccountResult",
                              .actor = details->organization.empty()
                                           ? organizations_role(account)
                                           : role_for(all, details->organization),
                              .events = {AccountStateChanged{account, AccountState::CLOSED}}};
    }
    return std::nullopt;
}

}  // namespace licet::model
