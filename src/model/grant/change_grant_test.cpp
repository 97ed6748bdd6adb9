// SPDX-License-Identifier: Apache-2.0
#include "model/grant/change_grant.h"

#include "model/grant/grant_world_test.h"

// The rules on activation and versions, by their numbers.

namespace licet::model {
namespace {

struct ChangeTest : testing::Test {
    GrantWorld world;

    ChangeGrant command(const GrantId& id) {
        return {.grant_arn = world.arn(id),
                .name = {},
                .operations = {},
                .status = {},
                .status_reason = {},
                .source_version = {},
                .activation_override = {},
                .request = {}};
    }
    Result<GrantDecision> attempt(const ChangeGrant& given) {
        return change_grant(world.state, given, world.context());
    }
};

TEST_F(ChangeTest, Gr11OnlyActiveAndDisabledCanBeSet) {
    const GrantId id = world.create(world.account_principal(world.in_root));
    for (const auto status :
         {GrantStatus::PENDING_WORKFLOW, GrantStatus::PENDING_ACCEPT, GrantStatus::REJECTED,
          GrantStatus::FAILED_WORKFLOW, GrantStatus::DELETED, GrantStatus::PENDING_DELETE,
          GrantStatus::WORKFLOW_COMPLETED}) {
        EXPECT_EQ(error_of(world.try_set(world.in_root, id, status)),
                  "InvalidParameterValueException");
    }
}

TEST_F(ChangeTest, Gr20ASecondActiveGrantOfTheProductIsRefusedWithBothWaysOut) {
    const Id128 own = world.subscribe(world.in_root, "prod-a");
    const GrantId id = world.create(world.account_principal(world.in_root));
    const auto refused = world.try_set(world.in_root, id, kActive);
    EXPECT_EQ(error_of(refused), "ValidationException");
    for (const std::string& part :
         {world.license_text(own), grant_arn(kMarketplaceAccount, world.holder_grant(own)),
          std::string{"deactivate"}, std::string{"ALL_GRANTS_PERMITTED_BY_ISSUER"}}) {
        EXPECT_NE(refused.error().message.find(part), std::string::npos) << part;
    }
    EXPECT_FALSE(world.try_set(world.in_root, id, kActive, kDistributedOnly).ok());
    world.act_as(world.in_root);
    ChangeGrant out{.grant_arn = grant_arn(kMarketplaceAccount, world.holder_grant(own)),
                    .name = {},
                    .operations = {},
                    .status = kDisabled,
                    .status_reason = {},
                    .source_version = {},
                    .activation_override = {},
                    .request = {}};
    world.settle(attempt(out));
    EXPECT_FALSE(world.entitled(world.in_root));
    EXPECT_EQ(world.set(world.in_root, id, kActive).status, kActive);
    out.status = kActive;
    world.act_as(world.in_root);
    EXPECT_EQ(error_of(attempt(out)), "ValidationException");
}

TEST_F(ChangeTest, Gr20AVoidGrantDoesNotStandInTheWay) {
    const Id128 own = world.subscribe(world.in_root, "prod-a");
    world.withdraw(own);
    EXPECT_FALSE(world.entitled(world.in_root));
    const GrantId id = world.create(world.account_principal(world.in_root));
    world.set(world.in_root, id, kActive);
    EXPECT_TRUE(world.entitled(world.in_root));
}

TEST_F(ChangeTest, Gr20ASubscriptionBesideAnActiveGrantRestsInDisabled) {
    const GrantId id = world.create(world.account_principal(world.in_root));
    world.set(world.in_root, id, kActive);
    const Id128 own = world.subscribe(world.in_root, "prod-a");
    EXPECT_EQ(world.status(world.holder_grant(own)), "DISABLED");
    const Id128 other = world.subscribe(world.in_root, "prod-b");
    EXPECT_EQ(world.status(world.holder_grant(other)), "ACTIVE");
}

TEST_F(ChangeTest, Gr21TheOverrideBelongsToActivationsOfMarketplaceLicenses) {
    const GrantId id = world.create(world.organization_principal());
    EXPECT_EQ(error_of(world.try_set(world.management, id, kDisabled, kAll)),
              "ValidationException");
    ChangeGrant renaming = command(id);
    renaming.name = "x";
    renaming.activation_override = kAll;
    EXPECT_EQ(error_of(attempt(renaming)), "ValidationException");
    const Id128 sold = world.issue(world.management, "tool");
    for (const GrantId& grant :
         {world.create(world.organization_principal(), world.management, sold),
          world.create(GrantWorld::account_principal(world.in_root), world.management, sold)}) {
        for (const auto how : {kAll, kDistributedOnly}) {
            EXPECT_EQ(error_of(world.try_set(world.management, grant, kActive, how)),
                      "ValidationException");
        }
    }
}

TEST_F(ChangeTest, Gr22Gr24WithoutOverrideAccountsKeepWhatTheyHave) {
    for (const auto how : {std::optional<ActivationOverride>{}, std::optional{kDistributedOnly}}) {
        GrantWorld fresh;
        const Id128 own = fresh.subscribe(fresh.in_root, "prod-a");
        const GrantId single = fresh.create(fresh.account_principal(fresh.in_outer));
        fresh.set(fresh.in_outer, single, kActive);
        const GrantId parent = fresh.create(fresh.organization_principal());
        fresh.set(fresh.management, parent, kActive, how);
        EXPECT_EQ(fresh.status(parent), "ACTIVE");
        EXPECT_EQ(fresh.status(parent, fresh.in_root), "DISABLED");
        EXPECT_EQ(fresh.status(parent, fresh.in_outer), "DISABLED");
        EXPECT_EQ(fresh.status(parent, fresh.in_inner), "ACTIVE");
        EXPECT_EQ(fresh.status(fresh.holder_grant(own)), "ACTIVE");
        EXPECT_EQ(fresh.status(single), "ACTIVE");
        EXPECT_EQ(find_view(fresh.state, fresh.sub(parent, fresh.in_root))->at.version, 2U);
    }
}

TEST_F(ChangeTest, Gr22Gr25WithTheOverrideAllAreReplaced) {
    const Id128 own = world.subscribe(world.in_root, "prod-a");
    const GrantId single = world.create(world.account_principal(world.in_outer));
    world.set(world.in_outer, single, kActive);
    const GrantId unit = world.create(world.unit_principal(world.inner));
    world.set(world.management, unit, kActive);
    const GrantId parent = world.create(world.organization_principal());
    world.set(world.management, parent, kActive, kAll);
    for (const AccountId account : {world.in_root, world.in_outer, world.in_inner}) {
        EXPECT_EQ(world.status(parent, account), "ACTIVE");
        EXPECT_EQ(grants_in_force(world.state, account, "prod-a", world.now).size(), 1U);
    }
    EXPECT_EQ(world.status(world.holder_grant(own)), "DISABLED");
    EXPECT_EQ(world.status(single), "DISABLED");
    EXPECT_EQ(world.status(unit, world.in_inner), "DISABLED");
    EXPECT_EQ(world.status(unit), "ACTIVE");
    EXPECT_EQ(world.status(world.holder_grant(world.license)), "ACTIVE");
}

TEST_F(ChangeTest, Gr22AnAccountThatRejectedTheGrantLosesNothing) {
    const Id128 own = world.subscribe(world.in_root, "prod-a");
    const GrantId parent = world.create(world.organization_principal());
    world.settle(world.try_reject(world.in_root, world.sub(parent, world.in_root)));
    world.set(world.management, parent, kActive, kAll);
    EXPECT_EQ(world.status(world.holder_grant(own)), "ACTIVE");
    EXPECT_EQ(world.status(parent, world.in_root), "REJECTED");
}

TEST_F(ChangeTest, Gr22OverlappingParentsOfOneProductExcludeEachOther) {
    const GrantId wide = world.create(world.organization_principal());
    const GrantId narrow = world.create(world.unit_principal(world.outer));
    world.set(world.management, narrow, kActive);
    world.set(world.management, wide, kActive);
    EXPECT_EQ(world.status(wide, world.in_root), "ACTIVE");
    EXPECT_EQ(world.status(wide, world.in_inner), "DISABLED");
    EXPECT_EQ(world.status(narrow, world.in_inner), "ACTIVE");
    world.settle(world.try_remove(world.management, narrow));
    EXPECT_FALSE(world.entitled(world.in_inner));
    EXPECT_TRUE(world.set(world.management, wide, kActive).events.empty());
    world.set(world.management, wide, kActive, kDistributedOnly);
    EXPECT_TRUE(world.entitled(world.in_inner));
}

TEST_F(ChangeTest, Gr23AGranteeSetsTheOverrideOnlyIfTheGrantorDidNot) {
    world.subscribe(world.in_root, "prod-a");
    const GrantId parent = world.create(world.organization_principal());
    world.set(world.management, parent, kActive, kDistributedOnly);
    const GrantId sub = world.sub(parent, world.in_root);
    EXPECT_EQ(error_of(world.try_set(world.in_root, sub, kActive, kAll)), "ValidationException");
    const auto advice = [&](AccountId account) {
        const std::string text = world.try_set(account, sub, kActive).error().message;
        EXPECT_NE(text.find("deactivate that grant first"), std::string::npos) << text;
        return text.find("ALL_GRANTS_PERMITTED_BY_ISSUER") != std::string::npos;
    };
    EXPECT_FALSE(advice(world.in_root)) << "the grantor set it";
    EXPECT_TRUE(advice(world.management));
    EXPECT_EQ(world.set(world.management, sub, kActive, kAll).status, kActive);

    const GrantId single = world.create(world.account_principal(world.in_root));
    world.set(world.in_root, single, kActive, kAll);
    EXPECT_EQ(find_view(world.state, single)->at.activation_override, kAll);
    world.set(world.in_root, single, kDisabled);
    world.set(world.in_root, single, kActive, kAll);
    world.set(world.management, single, kDisabled);
    world.set(world.management, single, kActive, kDistributedOnly);
    world.set(world.in_root, single, kDisabled);
    EXPECT_EQ(error_of(world.try_set(world.in_root, single, kActive, kAll)), "ValidationException");
}

TEST_F(ChangeTest, Gr30EveryVersionStaysReadable) {
    const GrantId parent = world.create(world.organization_principal());
    const GrantId sub = world.sub(parent, world.in_root);
    world.set(world.in_root, sub, kActive);                         // parent 1, sub-grant 2
    world.settle(world.try_rename(world.management, parent, "b"));  // 2, 3
    world.set(world.management, parent, kActive);                   // 3, 4
    world.set(world.in_root, sub, kDisabled);                       // 3, 5
    const auto text = [&](const GrantId& id, std::uint32_t version) {
        const auto view = find_view(world.state, id, version);
        return view ? view->at.name + " " + std::string{name_of(view->at.status)} : "none";
    };
    EXPECT_EQ(text(parent, 0), "none");
    EXPECT_EQ(text(parent, 1), "grant DISABLED");
    EXPECT_EQ(text(parent, 2), "b DISABLED");
    EXPECT_EQ(text(parent, 3), "b ACTIVE");
    EXPECT_EQ(text(parent, 4), "none");
    EXPECT_EQ(text(sub, 0), "none");
    EXPECT_EQ(text(sub, 1), "grant DISABLED");
    EXPECT_EQ(text(sub, 2), "grant ACTIVE");
    EXPECT_EQ(text(sub, 3), "b ACTIVE");
    EXPECT_EQ(text(sub, 4), "b ACTIVE");
    EXPECT_EQ(text(sub, 5), "b DISABLED");
    EXPECT_EQ(text(sub, 6), "none");
}

TEST_F(ChangeTest, Gr31AStaleSourceVersionIsRefused) {
    const GrantId id = world.create(world.account_principal(world.in_root));
    ChangeGrant change = command(id);
    change.status = kActive;
    change.source_version = "2";
    EXPECT_EQ(error_of(attempt(change)), "ValidationException");
    change.source_version = "1";
    EXPECT_TRUE(attempt(change).ok());
}

TEST_F(ChangeTest, Gr33TheAnswerCanBeTakenFromTheVersion) {
    const GrantId parent = world.create(world.organization_principal());
    const GrantId single = world.create(world.account_principal(world.in_root));
    for (const auto& decision : {world.set(world.management, parent, kActive),
                                 world.settle(world.try_rename(world.management, parent, "x")),
                                 world.set(world.management, parent, kDisabled),
                                 world.set(world.in_root, single, kActive)}) {
        EXPECT_EQ(answered_status(*find_view(world.state, decision.id, decision.version)),
                  decision.status);
    }
}

TEST_F(ChangeTest, Gr34ActivatingAgainSucceedsWithoutChange) {
    const GrantId single = world.create(world.account_principal(world.in_root));
    const GrantId parent = world.create(world.organization_principal());
    for (const GrantId& id : {single, parent}) {
        world.set(world.management, id, kActive);
        const auto again = world.set(world.management, id, kActive);
        EXPECT_TRUE(again.events.empty());
        EXPECT_EQ(again.status, kActive);
        EXPECT_EQ(again.version, 2U);
    }
}

TEST_F(ChangeTest, Gr43WithoutTrustedAccessActivationStopsAndUseGoesOn) {
    const GrantId parent = world.create(world.organization_principal());
    world.set(world.in_root, world.sub(parent, world.in_root), kActive);
    world.trust(false);
    EXPECT_NE(world.try_set(world.management, parent, kActive)
                  .error()
                  .message.find("disabled Trusted Access"),
              std::string::npos);
    EXPECT_FALSE(world.try_set(world.in_outer, world.sub(parent, world.in_outer), kActive).ok());
    EXPECT_TRUE(world.entitled(world.in_root));
    world.set(world.in_root, world.sub(parent, world.in_root), kDisabled);
    EXPECT_FALSE(world.entitled(world.in_root));
}

TEST_F(ChangeTest, Gr44ASuspendedMemberKeepsItsGrants) {
    const GrantId parent = world.create(world.organization_principal());
    world.set(world.management, parent, kActive);
    world.act_as(world.management);
    world.keep(close_account(world.state, {world.in_root}, world.context()));
    EXPECT_EQ(world.status(parent, world.in_root), "ACTIVE");
}

TEST_F(ChangeTest, Li5AWithdrawnLicenseVoidsItsGrantsWithoutChangingThem) {
    const GrantId parent = world.create(world.organization_principal());
    world.set(world.management, parent, kActive);
    world.withdraw(world.license, LicenseStatus::SUSPENDED);
    EXPECT_FALSE(world.entitled(world.in_root));
    EXPECT_EQ(world.status(parent, world.in_root), "ACTIVE");
    EXPECT_EQ(error_of(world.try_set(world.in_outer, world.sub(parent, world.in_outer), kActive)),
              "");
    const GrantId sub = world.sub(parent, world.in_inner);
    world.set(world.in_inner, sub, kDisabled);
    EXPECT_EQ(error_of(world.try_set(world.in_inner, sub, kActive)), "ValidationException");
    world.withdraw(world.license, LicenseStatus::AVAILABLE);
    EXPECT_TRUE(world.entitled(world.in_root));
}

TEST_F(ChangeTest, U23ANewMemberWithAnActiveGrantKeepsIt) {
    const GrantId wide = world.create(world.organization_principal());
    const GrantId narrow = world.create(world.unit_principal(world.outer));
    world.set(world.management, wide, kActive);
    world.set(world.management, narrow, kActive);
    world.move(world.in_root, world.root(), world.outer);
    EXPECT_EQ(world.status(wide, world.in_root), "ACTIVE");
    EXPECT_EQ(world.status(narrow, world.in_root), "DISABLED");
    const Id128 own = world.subscribe(world.in_root, "prod-b");
    const Id128 central = world.subscribe(world.management, "prod-b");
    const GrantId unit = world.create(world.unit_principal(world.inner), world.management, central);
    world.set(world.management, unit, kActive);
    world.move(world.in_root, world.outer, world.inner);
    EXPECT_EQ(world.status(unit, world.in_root), "DISABLED");
    EXPECT_EQ(world.status(world.holder_grant(own)), "ACTIVE");
}

TEST_F(ChangeTest, U23OfSeveralNewGrantsTheNearestIsInForce) {
    const GrantId outer = world.create(world.unit_principal(world.outer));
    const GrantId inner = world.create(world.unit_principal(world.inner));
    world.set(world.management, outer, kActive);
    world.set(world.management, inner, kActive);
    world.move(world.in_root, world.root(), world.inner);
    EXPECT_EQ(world.status(inner, world.in_root), "ACTIVE");
    EXPECT_EQ(world.status(outer, world.in_root), "DISABLED");
    world.move(world.in_root, world.inner, world.root());
    EXPECT_FALSE(world.entitled(world.in_root));
}

}  // namespace
}  // namespace licet::model
