// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/grant/activity.h"
#include "model/grant/answer_grant.h"
#include "model/grant/background.h"
#include "model/grant/change_grant.h"
#include "model/grant/create_grant.h"
#include "model/grant/delete_grant.h"
#include "model/grant/listing.h"
#include "model/grant/view.h"
#include "model/license/seller.h"
#include "model/license/settings.h"
#include "model/license/subscription.h"
#include "model/organization/arns.h"
#include "model/organization/delegation.h"
#include "model/organization/trusted_access.h"
#include "model/organization/world_test.h"

#include <gtest/gtest.h>

#include <set>

namespace licet::model {

inline constexpr auto kActive = GrantStatus::ACTIVE;
inline constexpr auto kDisabled = GrantStatus::DISABLED;
inline constexpr auto kAll = ActivationOverride::ALL_GRANTS_PERMITTED_BY_ISSUER;
inline constexpr auto kDistributedOnly = ActivationOverride::DISTRIBUTED_GRANTS_ONLY;

/// The operations that tools give to a model's grants.
inline OperationSet use_operations() {
    OperationSet operations;
    operations.add(AllowedOperation::CheckoutLicense);
    operations.add(AllowedOperation::ListPurchasedLicenses);
    return operations;
}

/// An organization that is set up for distribution, with two OUs, one inside the other, and an
/// account in the root and in each OU; the management account holds a license of product `prod-a`.
struct GrantWorld : World {
    std::string organization_id = organize();
    std::string outer = make_unit(root(), "outer");
    std::string inner = make_unit(outer, "inner");
    AccountId in_root = make_account("in-root");
    AccountId in_outer = make_account("in-outer");
    AccountId in_inner = make_account("in-inner");
    Id128 license;

    GrantWorld() {
        move(in_outer, root(), outer);
        move(in_inner, root(), inner);
        keep(enable_trusted_access(state, {std::string{kLicenseManagerService}}, context()));
        link(true);
        license = subscribe(management, "prod-a");
    }

    void link(bool on) {
        act_as(management);
        keep(change_license_settings(state, {.link_organizations = on}, context()));
    }
    void trust(bool on) {
        act_as(management);
        const std::string service{kLicenseManagerService};
        keep(on ? enable_trusted_access(state, {service}, context())
                : disable_trusted_access(state, {service}, context()));
    }
    void move(AccountId account, const std::string& from, const std::string& to) {
        act_as(management);
        keep(move_account(state, {account, from, to}, context()));
    }
    void leave(AccountId account) {
        act_as(management);
        keep(remove_account(state, {account}, context()));
    }

    Id128 subscribe(AccountId holder, const std::string& product) {
        const Events events = issue_subscription_license(state,
                                                         {.holder = holder,
                                                          .product_sku = product,
                                                          .agreement = "agmt-1",
                                                          .license_name = "model " + product,
                                                          .product_name = "Model",
                                                          .valid_from = now,
                                                          .valid_until = {},
                                                          .entitlements = {}},
                                                         now, random);
        take(events);
        return std::get<LicenseIssued>(events.at(0)).id;
    }

    /// What a seller's license says at first.
    LicenseTerms terms() const {
        return {.license_name = "tool",
                .product_name = "Tool",
                .issuer_name = "Tools",
                .sign_key = {},
                .home_region = "us-east-1",
                .valid_from = now,
                .valid_until = {},
                .entitlements = {{.name = "Seats", .unit = "Count", .value = {}, .max_count = 2}},
                .consumption = {},
                .metadata = {}};
    }
    /// A license that `seller` issues itself.
    Id128 issue(AccountId seller, const std::string& sku) {
        act_as(seller);
        const auto decided = issue_license(state,
                                           {.terms = terms(),
                                            .product_sku = sku,
                                            .beneficiary = "buyers",
                                            .tags = {},
                                            .request = {}},
                                           context());
        EXPECT_TRUE(decided.ok());
        take(decided->events);
        return decided->id;
    }
    Result<LicenseDecision> try_revise(const Id128& id, LicenseStatus status,
                                       const LicenseTerms& revised) {
        act_as(find_license(state.license, id)->issuer);
        return revise_license(state,
                              {.license_arn = license_text(id),
                               .terms = revised,
                               .status = status,
                               .source_version = {},
                               .request = {}},
                              context());
    }
    void revise(const Id128& id, LicenseStatus status, const LicenseTerms& revised) {
        const auto decided = try_revise(id, status, revised);
        EXPECT_TRUE(decided.ok()) << (decided.ok() ? "" : decided.error().message);
        take(decided->events);
    }
    void revise(const Id128& id, LicenseStatus status) { revise(id, status, terms()); }
    /// The events that renew a subscription, applied.
    void renew(const Id128& id, std::optional<Time> until = {}) {
        take(renew_subscription_license(state, id,
                                        {.agreement = "agmt-2",
                                         .license_name = "renewed",
                                         .product_name = "Model",
                                         .valid_from = now,
                                         .valid_until = until,
                                         .entitlements = {}},
                                        now));
    }

    GrantId holder_grant(const Id128& id) const {
        return find_license(state.license, id)->holder_grant;
    }
    void withdraw(const Id128& id, LicenseStatus status = LicenseStatus::DELETED) {
        take(withdraw_license(state, id, status, now));
    }

    std::string organization_principal() const {
        return "arn:aws:organizations::" + management.text() + ":organization/" + organization_id;
    }
    std::string unit_principal(const std::string& unit) const {
        return "arn:aws:organizations::" + management.text() + ":ou/" + organization_id + "/" +
               unit;
    }
    static std::string account_principal(AccountId account) {
        return "arn:aws:iam::" + account.text() + ":root";
    }

    std::string license_text(const Id128& id) const {
        return license_arn(find_license(state.license, id)->issuer, id);
    }
    std::string arn(const GrantId& id) const {
        return grant_arn(find_grant(state.grant, id.parent())->grantor, id);
    }

    CreateGrant create_command(const std::string& principal) const {
        return {.name = "grant",
                .license_arn = license_text(license),
                .principal = principal,
                .home_region = "us-east-1",
                .operations = use_operations(),
                .tags = {},
                .request = {}};
    }
    /// Applies a decision, with or without the background work it leaves.
    GrantDecision settle(Result<GrantDecision> decided, bool background = true) {
        EXPECT_TRUE(decided.ok()) << (decided.ok() ? "" : decided.error().message);
        if (!decided.ok()) {
            return {};
        }
        take(decided->events);
        if (background) {
            run_background();
        }
        return *std::move(decided);
    }
    GrantId create(const std::string& principal, AccountId grantor, const Id128& of) {
        act_as(grantor);
        CreateGrant command = create_command(principal);
        command.license_arn = license_text(of);
        return settle(create_grant(state, command, context())).id;
    }
    /// A grant that can be passed on.
    GrantId create_with_right(const std::string& principal, AccountId grantor, const Id128& of) {
        act_as(grantor);
        CreateGrant command = create_command(principal);
        command.license_arn = license_text(of);
        command.operations.add(AllowedOperation::CreateGrant);
        return settle(create_grant(state, command, context())).id;
    }
    /// What a recipient does with a seller's grant.
    void accept_and_activate(AccountId as, const GrantId& id) {
        settle(try_accept(as, id));
        set(as, id, kActive);
    }
    GrantId create(const std::string& principal) { return create(principal, management, license); }

    Result<GrantDecision> try_set(AccountId as, const GrantId& id, GrantStatus status,
                                  std::optional<ActivationOverride> how = std::nullopt) {
        act_as(as);
        return change_grant(state,
                            {.grant_arn = arn(id),
                             .name = {},
                             .operations = {},
                             .status = status,
                             .status_reason = {},
                             .source_version = {},
                             .activation_override = how,
                             .request = {}},
                            context());
    }
    GrantDecision set(AccountId as, const GrantId& id, GrantStatus status,
                      std::optional<ActivationOverride> how = std::nullopt) {
        return settle(try_set(as, id, status, how));
    }
    Result<GrantDecision> try_rename(AccountId as, const GrantId& id, const std::string& name) {
        act_as(as);
        return change_grant(state,
                            {.grant_arn = arn(id),
                             .name = name,
                             .operations = {},
                             .status = {},
                             .status_reason = {},
                             .source_version = {},
                             .activation_override = {},
                             .request = {}},
                            context());
    }
    Result<GrantDecision> try_accept(AccountId as, const GrantId& id) {
        act_as(as);
        return accept_grant(state, arn(id), context());
    }
    Result<GrantDecision> try_reject(AccountId as, const GrantId& id) {
        act_as(as);
        return reject_grant(state, arn(id), context());
    }
    Result<GrantDecision> try_remove(AccountId as, const GrantId& id,
                                     const std::string& version = "version") {
        act_as(as);
        return delete_grant(state, {arn(id), version, ""}, context());
    }

    GrantId sub(const GrantId& parent, AccountId account) const {
        const auto view = sub_grant_view(state, parent, account);
        return view ? view->id : GrantId{};
    }
    /// The name of the grant's status, or `none`.
    std::string status(const GrantId& id) const {
        const auto view = find_view(state, id);
        return view ? std::string{name_of(view->at.status)} : "none";
    }
    std::string status(const GrantId& parent, AccountId account) const {
        return status(sub(parent, account));
    }
    bool entitled(AccountId account, const std::string& product = "prod-a") const {
        return entitling_grant(state, account, product, now).has_value();
    }
    std::set<GrantId> received(AccountId account) const {
        std::set<GrantId> ids;
        visit_received_grants(state, account, std::nullopt, [&](const GrantView& view) {
            EXPECT_TRUE(ids.insert(view.id).second);
            return true;
        });
        return ids;
    }
};

/// An account grant in PENDING_ACCEPT needs an organization that is not set up.
struct ManualWorld : GrantWorld {
    ManualWorld() { link(false); }
};

}  // namespace licet::model
