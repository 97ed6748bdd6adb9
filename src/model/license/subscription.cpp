// SPDX-License-Identifier: Apache-2.0
#include "model/license/subscription.h"

#include "model/grant/activity.h"
#include "model/grant/returning.h"
#include "model/state.h"

namespace licet::model {
namespace {

OperationSet all_operations() {
    OperationSet operations;
    for (const auto operation :
         {AllowedOperation::CreateGrant, AllowedOperation::CheckoutLicense,
          AllowedOperation::CheckInLicense, AllowedOperation::ExtendConsumptionLicense,
          AllowedOperation::ListPurchasedLicenses, AllowedOperation::CreateToken}) {
        operations.add(operation);
    }
    return operations;
}

}  // namespace

Events issue_subscription_license(const State& state, const SubscriptionLicense& subscription,
                                  Time now, Random& random) {
    const GrantId grant = GrantId::random(random);
    LicenseIssued issued{.id = Id128::random(random),
                         .details = {.issuer = kMarketplaceAccount,
                                     .issuer_name = "AWS/Marketplace",
                                     .holder = subscription.holder,
                                     .product_sku = subscription.product_sku,
                                     .agreement = subscription.agreement,
                                     .holder_grant = grant,
                                     .home_region = std::string{kHomeRegion},
                                     .created_at = now,
                                     .versions = {{.status = LicenseStatus::AVAILABLE,
                                                   .license_name = subscription.license_name,
                                                   .product_name = subscription.product_name,
                                                   .valid_from = subscription.valid_from,
                                                   .valid_until = subscription.valid_until,
                                                   .entitlements = subscription.entitlements,
                                                   .created_at = now,
                                                   .consumption = subscription.consumption}},
                                     .tags = {}}};
    const Period period = period_of(issued.details.versions.back(), now);
    const bool has_other =
        !grants_in_force(state, subscription.holder, subscription.product_sku, period).empty();
    GrantCreated granted{
        .id = grant,
        .grant = {.name = subscription.license_name,
                  .license = issued.id,
                  .grantor = kMarketplaceAccount,
                  .grantee = {.kind = GranteeKind::account,
                              .account = subscription.holder,
                              .node = {}},
                  .operations = all_operations(),
                  .status = has_other ? GrantStatus::DISABLED : GrantStatus::ACTIVE,
                  .from_issuer = true,
                  .created_at = now},
        .tags = {}};
    return {std::move(issued), std::move(granted)};
}

Events renew_subscription_license(const State& state, const Id128& license,
                                  const SubscriptionTerms& terms, Time now) {
    LicenseVersion version = current(state.license.licenses.at(license));
    version.status = LicenseStatus::AVAILABLE;
    version.license_name = terms.license_name;
    version.product_name = terms.product_name;
    version.valid_from = terms.valid_from;
    version.valid_until = terms.valid_until;
    version.entitlements = terms.entitlements;
    version.created_at = now;
    Events events = one_active_after(state, license, version, now);
    events.emplace(events.begin(),
                   LicenseVersionAdded{license, std::move(version), terms.agreement});
    return events;
}

Events withdraw_license(const State& state, const Id128& license, LicenseStatus status, Time now) {
    LicenseVersion version = current(state.license.licenses.at(license));
    if (version.status == status) {
        return {};
    }
    version.status = status;
    version.created_at = now;
    return {LicenseVersionAdded{license, std::move(version)}};
}

}  // namespace licet::model
