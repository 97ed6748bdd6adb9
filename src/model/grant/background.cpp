// SPDX-License-Identifier: Apache-2.0
#include "model/grant/background.h"

#include "model/grant/activity.h"
#include "model/grant/decision.h"
#include "model/grant/returning.h"
#include "model/grant/view.h"

#include <algorithm>

namespace licet::model {
namespace {

constexpr std::string_view kMarketplaceRole = "AWSServiceRoleForMarketplaceLicenseManagement";
constexpr std::string_view kMarketplaceRolePath =
    "/aws-service-role/license-management.marketplace.amazonaws.com/";

Principal marketplace_role_of(const State& state, AccountId account) {
    const Role* role = find_role(state.identity, account, kMarketplaceRole);
    Principal actor{.kind = PrincipalKind::service,
                    .account = account,
                    .arn = "arn:aws:iam::" + account.text() + ":role" +
                           std::string{kMarketplaceRolePath} + std::string{kMarketplaceRole},
                    .id = role == nullptr ? account.text() : role->id,
                    .name = std::string{kMarketplaceRole},
                    .access_key_id = {},
                    .role_id = role == nullptr ? std::string{} : role->id,
                    .session_expires_at = {}};
    return actor;
}

/// What stands between a grant and its distribution or activation now. Source: rules T4, U-26.
Result<void> check(const State& state, const Grant& grant, Time now) {
    if (!is_usable(*find_license(state.license, grant.license), now)) {
        return Error{ErrorKind::conflict, "the license is not AVAILABLE or outside its validity"};
    }
    if (!sources_active(state, grant)) {
        return Error{ErrorKind::conflict, "the grant that this one passes on is not ACTIVE"};
    }
    if (grant.grantee.kind != GranteeKind::account) {
        return require_distribution(state, grant.grantee.organization());
    }
    if (find_account(state.organization, grant.grantee.account) == nullptr) {
        return Error{ErrorKind::conflict, "the account does not exist"};
    }
    return {};
}

GrantSettled settled(const GrantId& id, GrantStatus status, std::string_view reason = {}) {
    return {id, status, std::string{reason}};
}

BackgroundStep step_of(std::string action, Events events = {}) {
    return {.service = "license-manager",
            .action = std::move(action),
            .actor = {},
            .events = std::move(events)};
}

BackgroundStep create(const State& state, const GrantId& id, const Grant& grant, Time now) {
    BackgroundStep step = step_of("CreateGrant");
    if (const auto fit = check(state, grant, now); !fit.ok()) {
        step.events = {settled(id, GrantStatus::FAILED_WORKFLOW, fit.error().message)};
    } else if (grant.grantee.kind != GranteeKind::account) {
        step.events = {settled(id, GrantStatus::DISABLED)};
    } else if (!is_seller_issued(*find_license(state.license, grant.license)) &&
               is_accepted_automatically(state, grant.grantor, grant.grantee.account)) {
        step.action = "AcceptGrant";
        step.events = {settled(id, GrantStatus::DISABLED)};
    } else {
        step.events = {settled(id, GrantStatus::PENDING_ACCEPT)};
    }
    return step;
}

/// The accounts that have the product by another grant in force either lose that grant or keep it
/// and leave their new sub-grant in DISABLED. Source: rules GR-22, GR-24.
Events make_room(const State& state, const GrantId& id, const Grant& grant, Time now) {
    const License& license = *find_license(state.license, grant.license);
    const auto rivals = rivals_of(state, id, grant, period_of(current(license), now));
    if (rivals.empty()) {
        return {};
    }
    if (grant.activation_override == ActivationOverride::ALL_GRANTS_PERMITTED_BY_ISSUER) {
        GrantsDisplaced displaced{{}, "replaced by grant " + grant_arn(grant.grantor, id)};
        for (const auto& [account, rival] : rivals) {
            displaced.grants.push_back(rival);
        }
        return {std::move(displaced)};
    }
    SubGrantsHeld held{id, {}, "another grant of the product is active in this account"};
    for (const auto& [account, rival] : rivals) {
        if (held.accounts.empty() || held.accounts.back() != account) {
            held.accounts.push_back(account);
        }
    }
    return {std::move(held)};
}

BackgroundStep activate(const State& state, const GrantId& id, const Grant& grant, Time now) {
    BackgroundStep step = step_of("CreateGrantVersion");
    if (const auto fit = check(state, grant, now); !fit.ok()) {
        step.events = {settled(id, GrantStatus::DISABLED, fit.error().message)};
        return step;
    }
    step.events = make_room(state, id, grant, now);
    std::set<AccountId> held;
    for (const Event& event : step.events) {
        if (const auto* holding = std::get_if<SubGrantsHeld>(&event)) {
            held.insert(holding->accounts.begin(), holding->accounts.end());
        }
    }
    step.events.emplace_back(settled(id, GrantStatus::ACTIVE, status_reason_of(state.grant, id)));
    for (Event& event : one_active_after(state, id, held, now)) {
        step.events.push_back(std::move(event));
    }
    return step;
}

BackgroundStep deactivate(const State& state, const GrantId& id) {
    return step_of("CreateGrantVersion",
                   {settled(id, GrantStatus::DISABLED, status_reason_of(state.grant, id))});
}

BackgroundStep remove(const State& state, const GrantId& id) {
    BackgroundStep step = step_of("DeleteGrant");
    step.events = descendants_ended(state, id, "the grant it passes on was deleted");
    step.events.emplace_back(settled(id, GrantStatus::DELETED, status_reason_of(state.grant, id)));
    return step;
}

BackgroundStep step_for(const State& state, const GrantId& id, const Grant& grant, Time now) {
    switch (grant.work) {
        case GrantWork::create:
            return create(state, id, grant, now);
        case GrantWork::activate:
            return activate(state, id, grant, now);
        case GrantWork::deactivate:
            return deactivate(state, id);
        case GrantWork::remove:
        case GrantWork::none:
            break;
    }
    return remove(state, id);
}

}  // namespace

std::optional<BackgroundStep> grant_background_step(const State& state, Time now, Random&) {
    if (state.grant.pending.empty()) {
        return std::nullopt;
    }
    const GrantId id = *state.grant.pending.begin();
    const Grant& grant = state.grant.grants.at(id);
    LICET_CHECK(grant.work != GrantWork::none);
    BackgroundStep step = step_for(state, id, grant, now);
    step.actor = marketplace_role_of(state, grant.grantor);
    return step;
}

}  // namespace licet::model
