// SPDX-License-Identifier: Apache-2.0
#include "model/marketplace/background.h"

#include "model/license/subscription.h"

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

/// What a model subscription entitles to. Source: rules CO-1, CO-5.
Entitlement usage() {
    return {.name = "AWS::Marketplace::Usage", .unit = "None", .value = "Enabled", .max_count = {}};
}

Events provision(const State& state, const std::string& id, const Agreement& agreement, Time now,
                 Random& random) {
    const Product& product = state.models.products.at(agreement.product_id);
    Events events = issue_subscription_license(state,
                                               {.holder = agreement.acceptor,
                                                .product_sku = agreement.product_id,
                                                .agreement = id,
                                                .license_name = product.product_name,
                                                .product_name = product.product_name,
                                                .valid_from = agreement.starts_at,
                                                .valid_until = agreement.ends_at,
                                                .entitlements = {usage()}},
                                               now, random);
    events.emplace_back(AgreementProvisioned{id, std::get<LicenseIssued>(events.front()).id});
    return events;
}

Events withdraw(const State& state, const std::string& id, const Agreement& agreement, Time now) {
    Events events;
    if (!agreement.license.is_zero()) {
        events = withdraw_license(state, agreement.license, LicenseStatus::DELETED, now);
    }
    events.emplace_back(AgreementDeprovisioned{id});
    return events;
}

}  // namespace

std::optional<BackgroundStep> marketplace_background_step(const State& state, Time now,
                                                          Random& random) {
    if (state.marketplace.provisioning.empty()) {
        return std::nullopt;
    }
    const std::string& id = *state.marketplace.provisioning.begin();
    const Agreement& agreement = state.marketplace.agreements.at(id);
    const bool begins = agreement.status == AgreementStatus::ACTIVE;
    return BackgroundStep{.service = "license-manager",
                          .action = begins ? "CreateLicense" : "DeleteLicense",
                          .actor = marketplace_of(agreement.acceptor),
                          .events = begins ? provision(state, id, agreement, now, random)
                                           : withdraw(state, id, agreement, now)};
}

}  // namespace licet::model
