// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/checkout/check_out.h"
#include "model/checkout/hold.h"
#include "model/checkout/terms.h"
#include "model/grant/grant_world_test.h"

#include <string>
#include <vector>

namespace licet::model {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

inline constexpr auto kProvisional = CheckoutKind::provisional;
inline constexpr auto kPerpetual = CheckoutKind::perpetual;

/// A countable entitlement whose units may be given back.
inline Entitlement seats(std::int64_t max, const std::string& name = "seats") {
    return {.name = name, .unit = "Count", .value = {}, .max_count = max, .allow_check_in = true};
}
inline Entitlement feature(const std::string& name, const std::string& value = "Enabled") {
    return {.name = name, .unit = "None", .value = value, .max_count = {}};
}
inline EntitlementData ask(std::int64_t quantity, const std::string& name = "seats") {
    return {name, "Count", std::to_string(quantity)};
}
inline EntitlementData ask_feature(const std::string& name) {
    return {name, "None", std::nullopt};
}

inline OperationSet all_checkout_operations() {
    OperationSet operations;
    for (const auto operation :
         {AllowedOperation::CreateGrant, AllowedOperation::CheckoutLicense,
          AllowedOperation::CheckoutBorrowLicense, AllowedOperation::CheckInLicense,
          AllowedOperation::ExtendConsumptionLicense}) {
        operations.add(operation);
    }
    return operations;
}

/// A world in which `seller`, an account of the organization, issues licenses and grants them to
/// `user`; the product is none of the catalogue.
struct CheckoutWorld : GrantWorld {
    AccountId seller = in_outer;
    AccountId user = in_root;
    std::string sku = "sku-tool";
    int tokens = 0;
    CheckoutAnswer last;  ///< of the last checkout that was not refused

    /// Issues a license of the seller's. @return its id.
    Id128 issue(std::vector<Entitlement> entitlements, Consumption consumption = {},
                const std::string& beneficiary = "customer@example.com") {
        const Id128 id = Id128::random(random);
        take({LicenseIssued{id,
                            {.issuer = seller,
                             .issuer_name = "Tools",
                             .holder = seller,
                             .product_sku = sku,
                             .agreement = {},
                             .holder_grant = {},
                             .created_at = now,
                             .versions = {{.status = LicenseStatus::AVAILABLE,
                                           .license_name = "license",
                                           .product_name = "tool",
                                           .valid_from = now,
                                           .valid_until = {},
                                           .entitlements = std::move(entitlements),
                                           .created_at = now,
                                           .consumption = consumption}},
                             .tags = {},
                             .beneficiary = beneficiary}}});
        return id;
    }
    /// Adds a version that differs from the last.
    template <typename Change>
    void add_version(const Id128& id, Change change) {
        LicenseVersion version = current(*find_license(state.license, id));
        change(version);
        take({LicenseVersionAdded{id, std::move(version)}});
    }
    /// An ACTIVE grant of a license.
    GrantId grant(const Id128& id, AccountId to, OperationSet operations,
                  std::optional<GrantId> source = {}) {
        const GrantId made = GrantId::random(random);
        take({GrantCreated{made,
                           {.name = "grant",
                            .license = id,
                            .grantor = source ? user : seller,
                            .grantee = {.kind = GranteeKind::account, .account = to, .node = {}},
                            .operations = operations,
                            .status = kActive,
                            .source = source,
                            .created_at = now},
                           {}}});
        return made;
    }
    /// Issues a license and grants it to the user.
    Id128 give(std::vector<Entitlement> entitlements, Consumption consumption = {}) {
        const Id128 id = issue(std::move(entitlements), consumption);
        grant(id, user, all_checkout_operations());
        return id;
    }

    std::string fingerprint() const { return "aws:" + seller.text() + ":Tools:issuer-fingerprint"; }
    static constexpr std::string_view kMarketplaceFingerprint =
        "aws:294406891311:AWS/Marketplace:issuer-fingerprint";

    CheckOut command(std::vector<EntitlementData> entitlements, CheckoutKind kind = kProvisional) {
        const std::string token = "token-" + std::to_string(++tokens);
        return {
            .license = {sku, fingerprint(), std::nullopt},
            .kind = kind,
            .entitlements = std::move(entitlements),
            .request = {.key = request_key(actor.account, "CheckoutLicense", token), .input = 1}};
    }
    /// Decides, and applies what was decided.
    Result<CheckoutDecision> run(AccountId as, const CheckOut& command) {
        act_as(as);
        auto decided = check_out(state, command, context());
        if (decided.ok()) {
            take(decided->events);
            last = decided->answer;
        }
        return decided;
    }
    /// The error's name; empty for a success.
    std::string out(AccountId as, std::vector<EntitlementData> entitlements,
                    CheckoutKind kind = kProvisional) {
        act_as(as);
        return error_of(run(as, command(std::move(entitlements), kind)));
    }
    std::string out(std::vector<EntitlementData> entitlements, CheckoutKind kind = kProvisional) {
        return out(user, std::move(entitlements), kind);
    }
    std::string in(AccountId as, const std::string& token,
                   std::optional<std::string> beneficiary = {}) {
        act_as(as);
        const auto decided = check_in(state, {token, std::move(beneficiary)}, context());
        if (decided.ok()) {
            take(*decided);
        }
        return error_of(decided);
    }
    std::string in() { return in(user, last.token.text()); }
    std::string extend(AccountId as, const std::string& token) {
        act_as(as);
        const auto decided = extend_consumption(state, token, context());
        if (decided.ok()) {
            take(decided->events);
            last.expires_at = decided->expires_at;
        }
        return error_of(decided);
    }
    std::string extend() { return extend(user, last.token.text()); }
    std::string lend(AccountId as, const Id128& id, std::vector<EntitlementData> entitlements) {
        act_as(as);
        const std::string token = "token-" + std::to_string(++tokens);
        const auto decided = borrow(
            state,
            {.license_arn = license_text(id),
             .entitlements = std::move(entitlements),
             .request = {.key = request_key(as, "CheckoutBorrowLicense", token), .input = 1}},
            context());
        if (decided.ok()) {
            take(decided->events);
            last = decided->answer;
        }
        return error_of(decided);
    }

    std::vector<EntitlementUsage> usages(const Id128& id) const {
        return usage_of(state, id, *find_license(state.license, id), now);
    }
    /// Units in use of the license's first entitlement.
    std::int64_t used(const Id128& id) const { return usages(id).at(0).consumed; }
};

}  // namespace licet::model
