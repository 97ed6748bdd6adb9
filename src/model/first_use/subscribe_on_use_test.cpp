// SPDX-License-Identifier: Apache-2.0
#include "model/first_use/subscribe_on_use.h"

#include "model/bedrock/apply_catalogue.h"
#include "model/bedrock/sample_catalogue_test.h"
#include "model/grant/grant_world_test.h"
#include "model/marketplace/subscribe.h"

#include <gtest/gtest.h>

namespace licet::model {
namespace {

/// Source: rule BA-10, domain.md 7.2.
struct SubscribeOnUseTest : testing::Test {
    GrantWorld world;
    Catalogue catalogue = sample::catalogue();

    SubscribeOnUseTest() {
        set_catalogue();
        allow(true);
    }
    void set_catalogue() {
        world.act_as(world.management);
        world.keep(apply_catalogue(world.state, catalogue, world.context()));
    }
    void allow(bool on) {
        OrganizationSettings settings;
        settings.auto_subscribe = on;
        world.take({OrganizationSettingsChanged{world.organization_id, settings}});
    }
    /// What a call of Command by `account` leads to, done.
    Events use(AccountId account, const std::string& model = sample::kCommand) {
        world.act_as(account);
        Events events = subscribe_on_use(world.state, model, world.context());
        world.take(events);
        world.run_background();
        return events;
    }
    bool entitled(AccountId account) { return world.entitled(account, sample::kCommandProduct); }
    const FirstUse* pending() {
        return find_first_use(world.state.first_use, world.in_root, sample::kCommandProduct);
    }
    void set_duration(std::optional<std::string> duration) {
        for (auto& product : catalogue.products) {
            if (product.product_id == sample::kCommandProduct) {
                product.offer.agreement_duration = duration;
            }
        }
        set_catalogue();
    }
    /// From now on nobody can accept the offer: the agreement would end past all time.
    void fail() {
        set_duration("P30D");
        world.now = kTimeMax - std::chrono::days{1};
    }
};

// row 1
TEST_F(SubscribeOnUseTest, SubscribesTheAccountThatCalls) {
    const auto events = use(world.in_root);
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(std::get<AgreementAccepted>(events[0]).details.acceptor, world.in_root);
    EXPECT_TRUE(entitled(world.in_root));
    EXPECT_FALSE(entitled(world.in_outer));
    EXPECT_TRUE(use(world.in_root).empty());
}

TEST_F(SubscribeOnUseTest, DoesNothingWhereTheOrganizationDoesNotAllowIt) {
    allow(false);
    EXPECT_TRUE(use(world.in_root).empty());
    EXPECT_TRUE(use(AccountId{999'999'999'999}).empty());
}

TEST_F(SubscribeOnUseTest, DoesNothingForModelsThatNeedNoSubscriptionOrAreGone) {
    EXPECT_TRUE(use(world.in_root, sample::kNova).empty());
    EXPECT_TRUE(use(world.in_root, "gone").empty());
}

// row 8
TEST_F(SubscribeOnUseTest, SubscribesAgainAfterTheAgreementIsGone) {
    use(world.in_root);
    world.act_as(world.in_root);
    world.keep(cancel_agreement(world.state, sample::kCommand, world.context()));
    world.run_background();
    EXPECT_FALSE(entitled(world.in_root));
    EXPECT_EQ(use(world.in_root).size(), 1U);
    EXPECT_TRUE(entitled(world.in_root));
}

// row 4
TEST_F(SubscribeOnUseTest, NotesOnceWhatIsMissingAndEndsTheNoteWhenItIsThere) {
    fail();
    const Time first = world.now;
    const auto events = use(world.in_root);
    ASSERT_EQ(events.size(), 1U);
    EXPECT_TRUE(std::holds_alternative<FirstUsePending>(events[0]));
    ASSERT_NE(pending(), nullptr);
    EXPECT_EQ(pending()->started_at, first);
    EXPECT_FALSE(pending()->missing.empty());
    world.now += std::chrono::minutes{1};
    EXPECT_TRUE(use(world.in_root).empty());
    EXPECT_EQ(pending()->started_at, first);
    EXPECT_FALSE(entitled(world.in_root));

    set_duration(std::nullopt);
    EXPECT_EQ(use(world.in_root).size(), 2U);
    EXPECT_EQ(pending(), nullptr);
    EXPECT_TRUE(world.state.first_use.pending.empty());
    EXPECT_TRUE(entitled(world.in_root));
}

TEST_F(SubscribeOnUseTest, SurvivesARestart) {
    fail();
    use(world.in_root);
    const auto restored = restore(save(world.state));
    ASSERT_TRUE(restored.ok());
    EXPECT_EQ(save(*restored), save(world.state));
    const auto* found = find_first_use(restored->first_use, world.in_root, sample::kCommandProduct);
    ASSERT_NE(found, nullptr);
    EXPECT_EQ(found->missing, pending()->missing);
}

}  // namespace
}  // namespace licet::model
