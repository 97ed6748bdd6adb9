// SPDX-License-Identifier: Apache-2.0
#include "model/grant/grant_world_test.h"

// The rules on accounts that join, move and leave, and on what holds in every activation, by their
// numbers.

namespace licet::model {
namespace {

struct DynamicsTest : testing::Test {
    GrantWorld world;

    std::string reason(const GrantId& id) const {
        return find_view(world.state, id)->at.status_reason;
    }
};

TEST_F(DynamicsTest, Gr40WhoJoinsHasTheOrganizationsGrantAcceptedAlready) {
    const GrantId resting = world.create(world.organization_principal());
    const AccountId first = world.make_account("first");
    EXPECT_EQ(world.status(resting, first), "DISABLED");
    world.set(world.management, resting, kActive);
    world.act_as(world.management);
    const AccountId created = world.make_account("second");
    EXPECT_EQ(world.status(resting, created), "ACTIVE");
    const AccountId invited = world.open_alone("invited");
    EXPECT_FALSE(world.entitled(invited));
    world.join(invited);
    EXPECT_EQ(world.status(resting, invited), "ACTIVE");
    EXPECT_TRUE(world.entitled(invited));
}

TEST_F(DynamicsTest, Gr41U9WhoLeavesLosesEverythingOfTheOrganization) {
    const GrantId parent = world.create(world.organization_principal());
    world.set(world.management, parent, kActive);
    const Id128 other = world.subscribe(world.management, "prod-b");
    const GrantId direct =
        world.create(GrantWorld::account_principal(world.in_outer), world.management, other);
    world.set(world.in_outer, direct, kActive);
    const Id128 own = world.subscribe(world.in_outer, "prod-c");
    const GrantId before = world.sub(parent, world.in_outer);

    world.act_as(world.in_outer);
    world.keep(leave_organization(world.state, world.context()));
    EXPECT_EQ(world.status(before), "DELETED");
    EXPECT_NE(reason(before), "");
    EXPECT_EQ(world.status(direct), "DELETED");
    EXPECT_NE(reason(direct), "");
    EXPECT_FALSE(world.entitled(world.in_outer));
    EXPECT_FALSE(world.entitled(world.in_outer, "prod-b"));
    EXPECT_TRUE(world.entitled(world.in_outer, "prod-c")) << "its own subscription is its own";
    EXPECT_EQ(world.status(world.holder_grant(own)), "ACTIVE");

    world.join(world.in_outer);
    const GrantId after = world.sub(parent, world.in_outer);
    EXPECT_NE(after, before) << "a new sub-grant on return";
    EXPECT_EQ(world.status(after), "ACTIVE");
    EXPECT_EQ(world.status(before), "DELETED");
    EXPECT_EQ(world.status(direct), "DELETED");
}

TEST_F(DynamicsTest, Gr41WhatAnAccountGaveEndsWhenItLeaves) {
    const Id128 own = world.subscribe(world.in_outer, "prod-b");
    const GrantId given =
        world.create(GrantWorld::account_principal(world.in_inner), world.in_outer, own);
    world.set(world.in_inner, given, kActive);
    world.leave(world.in_outer);
    EXPECT_EQ(world.status(given), "DELETED");
    EXPECT_FALSE(world.entitled(world.in_inner, "prod-b"));
}

TEST_F(DynamicsTest, Gr42SubGrantsFollowTheAccountWithTheMove) {
    const GrantId outer = world.create(world.unit_principal(world.outer));
    world.set(world.management, outer, kActive);
    EXPECT_TRUE(world.entitled(world.in_inner)) << "an OU inside counts (U-5)";
    world.move(world.in_inner, world.inner, world.root());
    EXPECT_FALSE(world.entitled(world.in_inner));
    world.move(world.in_root, world.root(), world.inner);
    EXPECT_TRUE(world.entitled(world.in_root));
    const GrantId kept = world.sub(outer, world.in_root);
    world.move(world.in_root, world.inner, world.outer);
    EXPECT_EQ(world.sub(outer, world.in_root), kept) << "it stayed within reach";
}

TEST_F(DynamicsTest, Gr43WithoutTrustedAccessNothingNewIsDistributed) {
    const GrantId parent = world.create(world.organization_principal());
    world.set(world.management, parent, kActive);
    world.trust(false);
    CreateGrant more = world.create_command(world.unit_principal(world.outer));
    EXPECT_EQ(error_of(create_grant(world.state, more, world.context())), "ValidationException");
    const GrantId direct = world.create(GrantWorld::account_principal(world.in_root));
    EXPECT_EQ(world.status(direct), "PENDING_ACCEPT") << "nothing is accepted automatically";
    EXPECT_TRUE(world.entitled(world.in_inner));
    EXPECT_EQ(world.status(parent), "ACTIVE");
    world.set(world.management, parent, kDisabled);
    EXPECT_EQ(error_of(world.try_set(world.management, parent, kActive)), "ValidationException");
}

TEST_F(DynamicsTest, Gr43TheEndOfTheOrganizationEndsItsGrantsReadably) {
    const GrantId parent = world.create(world.organization_principal());
    world.set(world.management, parent, kActive);
    for (const AccountId account : {world.in_root, world.in_outer, world.in_inner}) {
        world.leave(account);
    }
    for (const std::string& unit : {world.inner, world.outer}) {
        world.act_as(world.management);
        world.keep(delete_organizational_unit(world.state, {unit}, world.context()));
    }
    world.keep(delete_organization(world.state, world.context()));
    world.act_as(world.management);
    EXPECT_TRUE(view_for(world.state, world.management, world.arn(parent)).ok());
    EXPECT_EQ(world.status(parent), "DELETED");
    EXPECT_TRUE(world.entitled(world.management)) << "the subscription stays";
    EXPECT_EQ(
        error_of(create_grant(world.state, world.create_command(world.organization_principal()),
                              world.context())),
        "ValidationException");
}

TEST_F(DynamicsTest, Gr44AClosedAccountIsAMemberUntilItIsClosedForGood) {
    const GrantId parent = world.create(world.organization_principal());
    world.set(world.management, parent, kActive);
    world.act_as(world.management);
    world.keep(close_account(world.state, {world.in_root}, world.context()));
    world.run_background();
    EXPECT_EQ(world.status(parent, world.in_root), "ACTIVE");
    EXPECT_EQ(world.sub(parent, world.in_root), parent.sub_grant(world.in_root, 0));
}

TEST_F(DynamicsTest, U22AParentsChangeHoldsForAllUntilTheNextSingleOne) {
    const GrantId parent = world.create(world.organization_principal());
    world.set(world.in_root, world.sub(parent, world.in_root), kActive);
    world.set(world.management, parent, kActive);
    world.set(world.in_outer, world.sub(parent, world.in_outer), kDisabled);
    EXPECT_EQ(world.status(parent, world.in_outer), "DISABLED");
    world.set(world.management, parent, kDisabled);
    EXPECT_EQ(world.status(parent, world.in_root), "DISABLED");
    world.set(world.in_inner, world.sub(parent, world.in_inner), kActive);
    EXPECT_EQ(world.status(parent, world.in_inner), "ACTIVE");
    world.set(world.management, parent, kActive);
    EXPECT_EQ(world.status(parent, world.in_outer), "ACTIVE");
}

TEST_F(DynamicsTest, U23WhoJoinsWithItsOwnSubscriptionKeepsIt) {
    for (const auto how : {std::optional<ActivationOverride>{}, std::optional{kDistributedOnly},
                           std::optional{kAll}}) {
        GrantWorld fresh;
        const GrantId parent = fresh.create(fresh.organization_principal());
        fresh.set(fresh.management, parent, kActive, how);
        const AccountId joiner = fresh.open_alone("joiner");
        const Id128 own = fresh.subscribe(joiner, "prod-a");
        fresh.join(joiner);
        EXPECT_EQ(fresh.status(fresh.holder_grant(own)), "ACTIVE");
        EXPECT_EQ(fresh.status(parent, joiner), "DISABLED");
        const AccountId chooser = how ? fresh.management : joiner;  // rule GR-23
        fresh.set(chooser, fresh.sub(parent, joiner), kActive, kAll);
        EXPECT_EQ(fresh.status(fresh.holder_grant(own)), "DISABLED");
    }
}

// Every combination of what is activated, by whom, with which option, beside what.
// Source: rules GR-20 to GR-25.

enum class Target { account, sub_grant, unit, organization };
enum class Rival { none, subscription, account_grant, sub_grant };

struct Swap {
    GrantWorld world;
    AccountId account = world.in_outer;
    GrantId rival;
    GrantId target;  ///< what is activated
    GrantId own;     ///< what the account has of it

    Swap(Target what, Rival beside) {
        const Id128 second = world.subscribe(world.management, "prod-a");
        switch (beside) {
            case Rival::none:
                break;
            case Rival::subscription:
                rival = world.holder_grant(world.subscribe(account, "prod-a"));
                break;
            case Rival::account_grant:
                rival =
                    world.create(GrantWorld::account_principal(account), world.management, second);
                world.set(account, rival, kActive);
                break;
            case Rival::sub_grant: {
                const GrantId parent =
                    world.create(world.organization_principal(), world.management, second);
                rival = world.sub(parent, account);
                world.set(account, rival, kActive);
                break;
            }
        }
        const std::string principal = what == Target::account
                                          ? GrantWorld::account_principal(account)
                                      : what == Target::unit ? world.unit_principal(world.outer)
                                                             : world.organization_principal();
        target = world.create(principal);
        own = what == Target::account ? target : world.sub(target, account);
        target = what == Target::sub_grant ? own : target;
    }
};

TEST(EveryActivation, Gr20ToGr25ComeOutAsTheRulesSay) {
    const std::optional<ActivationOverride> options[] = {std::nullopt, kDistributedOnly, kAll};
    for (const Target what :
         {Target::account, Target::sub_grant, Target::unit, Target::organization}) {
        for (const Rival beside :
             {Rival::none, Rival::subscription, Rival::account_grant, Rival::sub_grant}) {
            for (const auto how : options) {
                for (const bool by_grantor : {true, false}) {
                    Swap swap{what, beside};
                    GrantWorld& world = swap.world;
                    const bool whole = what == Target::unit || what == Target::organization;
                    const bool in_the_way = beside != Rival::none && how != kAll;
                    const auto decided = world.try_set(by_grantor ? world.management : swap.account,
                                                       swap.target, kActive, how);
                    SCOPED_TRACE(testing::Message()
                                 << "target " << static_cast<int>(what) << ", rival "
                                 << static_cast<int>(beside) << ", option "
                                 << (how ? static_cast<int>(*how) : -1) << ", by "
                                 << (by_grantor ? "grantor" : "grantee"));
                    if ((!by_grantor && whole) || (!whole && in_the_way)) {
                        EXPECT_FALSE(decided.ok());
                        continue;
                    }
                    world.settle(decided);
                    EXPECT_EQ(world.status(swap.target), "ACTIVE");
                    EXPECT_EQ(world.status(swap.own), in_the_way ? "DISABLED" : "ACTIVE");
                    if (beside != Rival::none) {
                        EXPECT_EQ(world.status(swap.rival), in_the_way ? "ACTIVE" : "DISABLED");
                    }
                    EXPECT_EQ(
                        grants_in_force(world.state, swap.account, "prod-a", world.now).size(), 1U);
                }
            }
        }
    }
}

TEST(EveryActivation, Gr21NoOptionForASellersLicense) {
    GrantWorld world;
    const Id128 sold = world.issue(world.management, "tool");
    const GrantId parent = world.create(world.organization_principal(), world.management, sold);
    const GrantId sub = world.sub(parent, world.in_outer);
    for (const auto how : {kAll, kDistributedOnly}) {
        EXPECT_EQ(error_of(world.try_set(world.management, parent, kActive, how)),
                  "ValidationException");
        EXPECT_EQ(error_of(world.try_set(world.in_outer, sub, kActive, how)),
                  "ValidationException");
    }
    world.set(world.in_outer, sub, kActive);
    EXPECT_TRUE(world.entitled(world.in_outer, world.management.text() + ":tool"));
}

TEST(EveryActivation, Gr23TheGrantorsChoiceForOneSubGrantBindsItsGrantee) {
    GrantWorld world;
    const Id128 own = world.subscribe(world.in_outer, "prod-a");
    const GrantId parent = world.create(world.organization_principal());
    const GrantId sub = world.sub(parent, world.in_outer);
    world.set(world.management, sub, kActive, kAll);
    EXPECT_EQ(world.status(world.holder_grant(own)), "DISABLED");
    EXPECT_EQ(error_of(world.try_set(world.in_outer, sub, kActive, kDistributedOnly)),
              "ValidationException");
    world.set(world.in_outer, sub, kDisabled);
    world.set(world.in_outer, sub, kActive, kAll);
    EXPECT_EQ(world.status(sub), "ACTIVE") << "deactivating took the choice back";
}

// rules LI-4, ME-37
TEST(EveryActivation, Li4GrantsOutliveTheirLicenseAndGiveNothing) {
    for (const auto status : {LicenseStatus::DELETED, LicenseStatus::EXPIRED}) {
        GrantWorld world;
        const GrantId parent = world.create(world.organization_principal());
        world.set(world.management, parent, kActive);
        world.withdraw(world.license, status);
        EXPECT_EQ(world.status(parent, world.in_inner), "ACTIVE");
        EXPECT_EQ(world.received(world.in_inner).size(), 1U);
        EXPECT_FALSE(world.entitled(world.in_inner));
        EXPECT_FALSE(world.entitled(world.management));
        EXPECT_TRUE(find_received_license(world.state, world.in_inner, world.license).has_value());
    }
}

// rule LI-6
TEST(EveryActivation, Li6ABoughtLicenseIsAcceptedAndActiveAtOnce) {
    const GrantWorld world;
    EXPECT_EQ(world.status(world.holder_grant(world.license)), "ACTIVE");
    EXPECT_TRUE(world.entitled(world.management));
}

}  // namespace
}  // namespace licet::model
