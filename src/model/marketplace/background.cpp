// SPDX-License-Identifier: Apache-2.0
#include "model/marketplace/background.h"

#include "model/license/subscription.h"
#include "model/marketplace/quote.h"
#include "model/marketplace/request_agreement.h"
#include "model/state.h"

namespace licet::model {
namespace {

constexpr std::string_view kRole = "AWSServiceRoleForMarketplaceLicenseManagement";
constexpr std::string_view kRolePath =
    "/aws-service-role/license-management.marketplace.amazonaws.com/";

Principal marketplace_of(AccountId account) {
    Principal actor;
    actor.kind = PrincipalKind::service;
    actor.account = account;
    actor.arn = role_arn(account, std::string{kRolePath}, std::string{kRole});
    actor.id = account.text();
    actor.name = kRole;
    return actor;
}

/// An agreement that renews itself has its license without end: there is no gap between two.
std::optional<Time> license_end(const Agreement& agreement) {
    return agreement.auto_renew ? std::nullopt : agreement.ends_at;
}

Events provision(const State& state, const std::string& id, const Agreement& agreement, Time now,
                 Random& random) {
    const Product& product = state.models.products.at(agreement.product_id);
    if (!agreement.license.is_zero()) {
        Events events =
            renew_subscription_license(state, agreement.license,
                                       {.agreement = id,
                                        .license_name = product.product_name,
                                        .product_name = product.product_name,
                                        .valid_from = agreement.starts_at,
                                        .valid_until = license_end(agreement),
                                        .entitlements = entitlements_of(agreement.terms)},
                                       now);
        events.emplace_back(AgreementProvisioned{id, agreement.license});
        return events;
    }
    Events events = issue_subscription_license(state,
                                               {.holder = agreement.acceptor,
                                                .product_sku = agreement.product_id,
                                                .agreement = id,
                                                .license_name = product.product_name,
                                                .product_name = product.product_name,
                                                .valid_from = agreement.starts_at,
                                                .valid_until = license_end(agreement),
                                                .entitlements = entitlements_of(agreement.terms)},
                                               now, random);
    events.emplace_back(AgreementProvisioned{id, std::get<LicenseIssued>(events.front()).id});
    return events;
}

Events withdraw(const State& state, const std::string& id, const Agreement& agreement, Time now) {
    Events events;
    if (!agreement.license.is_zero()) {
        const bool expired = agreement.status == AgreementStatus::EXPIRED;
        events = withdraw_license(state, agreement.license,
                                  expired ? LicenseStatus::EXPIRED : LicenseStatus::DELETED, now);
    }
    events.emplace_back(AgreementDeprovisioned{id});
    return events;
}

/// The agreement that begins where one that renews itself ends; its expiry when it cannot go on.
/// Source: rule MP-6; the service model's RenewalTerm.
Events renew(const State& state, const std::string& id, const Agreement& agreement, Time now,
             Random& random) {
    const Time starts = *agreement.ends_at;
    const Account* account = find_account(state.organization, agreement.acceptor);
    const auto period = period_of(agreement.terms, starts);
    const bool goes_on = account != nullptr && account->state == AccountState::ACTIVE &&
                         find_product(state.models, agreement.product_id) != nullptr &&
                         period.ok() && period->ends && *period->ends > starts;
    auto charges = goes_on ? charges_for(agreement.terms, nullptr, *period, starts, random)
                           : Result<std::vector<Charge>>{Error{}};
    if (!charges.ok()) {
        return {AgreementEnded{id, AgreementStatus::EXPIRED, starts}};
    }
    Agreement next = agreement;
    next.accepted_at = now;
    next.starts_at = starts;
    next.ends_at = period->ends;
    next.provisioning = true;
    next.intent = Intent::RENEW;
    next.previous = id;
    next.charges = *std::move(charges);
    const std::string next_id = new_agreement_id(random);
    return {AgreementAccepted{next_id, std::move(next)},
            AgreementReplaced{id, AgreementStatus::RENEWED, starts, next_id}};
}

BackgroundStep provisioning_step(const State& state, const std::string& id, Time now,
                                 Random& random) {
    const Agreement& agreement = state.marketplace.agreements.at(id);
    const bool begins = agreement.status == AgreementStatus::ACTIVE;
    return {.service = "license-manager",
            .action = begins ? "CreateLicense" : "DeleteLicense",
            .actor = marketplace_of(agreement.acceptor),
            .events = begins ? provision(state, id, agreement, now, random)
                             : withdraw(state, id, agreement, now)};
}

BackgroundStep renewal_step(const State& state, const std::string& id, Time now, Random& random) {
    const Agreement& agreement = state.marketplace.agreements.at(id);
    return {.service = "marketplace-agreement",
            .action = "RenewAgreement",
            .actor = marketplace_of(agreement.acceptor),
            .events = renew(state, id, agreement, now, random)};
}

}  // namespace

std::optional<BackgroundStep> marketplace_background_step(const State& state, Time now,
                                                          Random& random) {
    // What is agreed already comes first, so that every agreement gets its version of the license.
    if (const auto& due = state.marketplace.provisioning; !due.empty()) {
        return provisioning_step(state, *due.begin(), now, random);
    }
    const auto& renewals = state.marketplace.renewals;
    if (!renewals.empty() && renewals.begin()->first < now) {
        return renewal_step(state, renewals.begin()->second, now, random);
    }
    return std::nullopt;
}

}  // namespace licet::model
