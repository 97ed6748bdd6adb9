// SPDX-License-Identifier: Apache-2.0
#include "decision/state_facts.h"

#include "model/bedrock/sample_catalogue_test.h"
#include "model/grant/grant_world_test.h"

#include <gtest/gtest.h>

namespace licet::decision {
namespace {

using model::GrantId;
using model::kActive;
using model::kDisabled;
using Level = EntitlementLevel;

struct StateFactsTest : testing::Test {
    model::GrantWorld world;
    StateFacts facts{world.state};

    Entitlement look(AccountId account) {
        return facts.entitlement(account, "prod-a", {}, world.now);
    }
    Level level(AccountId account) { return look(account).level; }
};

TEST_F(StateFactsTest, SeeTheOwnSubscription) {
    EXPECT_EQ(level(world.management), Level::active);
    EXPECT_EQ(look(world.management).grant, world.holder_grant(world.license));
    EXPECT_EQ(level(world.in_root), Level::none);
    EXPECT_FALSE(look(world.in_root).grant.has_value());
    EXPECT_EQ(facts.entitlement(world.management, "prod-b", {}, world.now).level, Level::none);
    EXPECT_EQ(facts.entitlement(AccountId{5}, "prod-a", {}, world.now).level, Level::none);
}

// rules LI-3, LI-5
TEST_F(StateFactsTest, SeeALicenseGo) {
    const GrantId grant = world.create(world.account_principal(world.in_root));
    world.set(world.in_root, grant, kActive);
    world.withdraw(world.license);
    EXPECT_EQ(level(world.management), Level::withdrawn);
    EXPECT_EQ(level(world.in_root), Level::withdrawn);
    EXPECT_EQ(look(world.in_root).grant, grant);
    world.withdraw(world.license, model::LicenseStatus::AVAILABLE);
    EXPECT_EQ(level(world.in_root), Level::active);
    EXPECT_EQ(facts.entitlement(world.in_root, "prod-a", {}, world.now - Milliseconds{1}).level,
              Level::not_yet);
}

// tables 4.3 and 4.4
TEST_F(StateFactsTest, FollowAGrantThroughItsLife) {
    world.act_as(world.management);
    const auto created = create_grant(
        world.state, world.create_command(world.organization_principal()), world.context());
    world.take(created->events);
    const GrantId parent = created->id;
    EXPECT_EQ(level(world.in_inner), Level::pending_workflow);
    world.run_background();
    EXPECT_EQ(level(world.in_inner), Level::disabled);
    EXPECT_EQ(look(world.in_inner).grant, world.sub(parent, world.in_inner));

    world.set(world.in_inner, world.sub(parent, world.in_inner), kActive);
    EXPECT_EQ(level(world.in_inner), Level::active);
    EXPECT_EQ(level(world.in_outer), Level::disabled);
    world.set(world.management, parent, kActive);
    EXPECT_EQ(level(world.in_outer), Level::active);
    world.set(world.in_outer, world.sub(parent, world.in_outer), kDisabled);
    EXPECT_EQ(level(world.in_outer), Level::disabled);
    world.settle(world.try_remove(world.management, parent));
    for (const auto account : {world.in_root, world.in_outer, world.in_inner}) {
        EXPECT_EQ(level(account), Level::none);
    }
}

TEST_F(StateFactsTest, PreferWhatGivesMost) {
    const GrantId wide = world.create(world.organization_principal());
    const GrantId narrow = world.create(world.unit_principal(world.outer));
    EXPECT_EQ(look(world.in_inner).grant, world.sub(narrow, world.in_inner));
    world.set(world.management, wide, kActive);
    EXPECT_EQ(look(world.in_inner).grant, world.sub(wide, world.in_inner));
    EXPECT_EQ(level(world.in_inner), Level::active);
}

TEST(StateFactsOfManualGrants, WaitForAcceptance) {
    model::ManualWorld world;
    const StateFacts facts{world.state};
    const GrantId grant = world.create(world.account_principal(world.in_root));
    EXPECT_EQ(facts.entitlement(world.in_root, "prod-a", {}, world.now).level,
              Level::pending_accept);
    world.settle(world.try_reject(world.in_root, grant));
    EXPECT_EQ(facts.entitlement(world.in_root, "prod-a", {}, world.now).level, Level::none);
}

TEST_F(StateFactsTest, AgreeWithTheModelOnWhoIsEntitled) {
    const std::vector<AccountId> accounts{world.management, world.in_root, world.in_outer,
                                          world.in_inner};
    const auto agree = [&] {
        for (const auto account : accounts) {
            EXPECT_EQ(level(account) == Level::active, world.entitled(account)) << account.text();
        }
    };
    const GrantId unit = world.create(world.unit_principal(world.outer));
    agree();
    world.set(world.management, unit, kActive);
    agree();
    world.move(world.in_inner, world.inner, world.root());
    agree();
    world.move(world.in_root, world.root(), world.inner);
    agree();
    world.subscribe(world.in_outer, "prod-a");
    agree();
    world.leave(world.in_outer);
    agree();
}

// rule GR-44
TEST_F(StateFactsTest, KnowWhetherAnAccountIsOpen) {
    EXPECT_EQ(facts.standing(world.in_root), Facts::AccountStanding::open);
    EXPECT_EQ(facts.standing(AccountId{5}), Facts::AccountStanding::unknown);
    world.act_as(world.management);
    world.keep(close_account(world.state, {world.in_root}, world.context()));
    EXPECT_EQ(facts.standing(world.in_root), Facts::AccountStanding::closed);
    world.run_background();
    EXPECT_EQ(facts.standing(world.in_root), Facts::AccountStanding::closed);
}

// rule BA-24
TEST_F(StateFactsTest, InheritTheFormFromTheManagementAccountOnly) {
    world.take({model::UseCaseSubmitted{world.in_root, "e30="}});
    EXPECT_TRUE(facts.has_use_case_form(world.in_root));
    EXPECT_FALSE(facts.has_use_case_form(world.in_outer));
    EXPECT_FALSE(facts.has_use_case_form(world.management));
    world.take({model::UseCaseSubmitted{world.management, "e30="}});
    EXPECT_TRUE(facts.has_use_case_form(world.in_outer));
    world.leave(world.in_outer);
    EXPECT_FALSE(facts.has_use_case_form(world.in_outer));
    EXPECT_FALSE(facts.has_use_case_form(AccountId{5}));
}

TEST_F(StateFactsTest, FindModelsAndProfiles) {
    world.take({model::CatalogueApplied{model::sample::catalogue()}});
    EXPECT_EQ(facts.model(model::sample::kNova)->model_id, model::sample::kNova);
    EXPECT_EQ(facts.model("amazon.none-v1:0"), nullptr);
    EXPECT_EQ(facts.profile("us." + model::sample::kOpus)->model_id, model::sample::kOpus);
    EXPECT_EQ(facts.profile(model::sample::kOpus), nullptr);
}

}  // namespace
}  // namespace licet::decision
