// SPDX-License-Identifier: Apache-2.0
#include "model/checkout/checkout.h"

#include "model/checkout/checkout_world_test.h"

namespace licet::model {
namespace {

TEST(Checkouts, RowsThatAreNoLongerRememberedAreDroppedAFewAnEvent) {
    CheckoutWorld world;
    world.give({seats(1'000), seats(1'000, "b")});
    for (int i = 0; i < 300; ++i) {
        ASSERT_EQ(world.out({ask(1), ask(1, "b")}), "");
    }
    EXPECT_EQ(world.state.checkout.checkouts.size(), 300U);
    EXPECT_EQ(world.state.checkout.others.size(), 300U);
    world.now += kCheckoutMemory;
    std::size_t before = world.state.checkout.checkouts.size();
    for (int i = 0; i < 150; ++i) {
        ASSERT_EQ(world.out({ask(1)}), "");
        const std::size_t after = world.state.checkout.checkouts.size();
        EXPECT_LE(before, after + 4) << "one event drops a few only";
        before = after;
    }
    EXPECT_EQ(world.state.checkout.checkouts.size(), 150U);
    EXPECT_EQ(world.state.checkout.others.size(), 0U);
}

TEST(Checkouts, AMeterKeepsNothingOfLeasesThatLapsed) {
    CheckoutWorld world;
    const Id128 id = world.give({seats(1'000)});
    for (int i = 0; i < 100; ++i) {
        ASSERT_EQ(world.out({ask(1)}), "");
        world.now += seconds{1};
    }
    EXPECT_EQ(find_meter(world.state.checkout, id, "seats")->lapsing.size(), 100U);
    world.now += hours{1};
    ASSERT_EQ(world.out({ask(1)}), "");
    EXPECT_EQ(find_meter(world.state.checkout, id, "seats")->lapsing.size(), 1U);
}

TEST(Checkouts, ARestoredStateCountsTheSame) {
    CheckoutWorld world;
    const Id128 id = world.give({seats(100), seats(100, "b")});
    for (int i = 0; i < 20; ++i) {
        ASSERT_EQ(world.out({ask(2), ask(1, "b")}), "");
        if (i % 3 == 0) {
            ASSERT_EQ(world.in(), "");
        }
        world.now += minutes{5};
    }
    ASSERT_EQ(world.out({ask(7)}, kPerpetual), "");
    const std::string bytes = save(world.state);
    const auto restored = restore(bytes);
    ASSERT_TRUE(restored.ok());
    EXPECT_EQ(save(*restored), bytes);
    for (int i = 0; i < 30; ++i) {
        world.now += minutes{5};
        const auto there = usage_of(*restored, id, *find_license(restored->license, id), world.now);
        EXPECT_EQ(there.at(0).consumed, world.used(id));
        EXPECT_EQ(there.at(1).consumed, world.usages(id).at(1).consumed);
    }
}

TEST(Checkouts, AClockThatLagsALittleIsTakenForTheLatestEvents) {
    CheckoutWorld world;
    const Id128 id = world.give({seats(2)});
    ASSERT_EQ(world.out({ask(1)}), "");
    const Time at = world.last.issued_at;
    world.add_version(id, [&](LicenseVersion& version) { version.valid_from = at - hours{1}; });
    world.now -= kClockLag;
    ASSERT_EQ(world.out({ask(1)}), "");
    EXPECT_EQ(world.last.issued_at, at);
    EXPECT_EQ(world.used(id), 2);
}

TEST(Checkouts, WhatHasLapsedStaysLapsedWhenTheClockIsSetBack) {
    CheckoutWorld world;
    const Id128 id = world.give({seats(2)});
    ASSERT_EQ(world.out({ask(1)}), "");
    const std::string lapsed = world.last.token.text();
    world.now = world.last.expires_at;
    ASSERT_EQ(world.out({ask(1)}), "");
    const std::string held = world.last.token.text();
    world.now -= minutes{30};
    EXPECT_EQ(world.used(id), 1);
    EXPECT_EQ(world.in(world.user, lapsed), "ConflictException");
    ASSERT_EQ(world.out({ask(1)}), "");
    EXPECT_EQ(world.last.expires_at, world.now + minutes{60}) << "time goes on from there";
    EXPECT_EQ(world.used(id), 2);
    EXPECT_EQ(world.in(world.user, lapsed), "ConflictException");
    EXPECT_EQ(world.in(world.user, held), "");
    EXPECT_EQ(world.used(id), 1);
    const auto restored = restore(save(world.state));
    ASSERT_TRUE(restored.ok());
    EXPECT_EQ(usage_of(*restored, id, *find_license(restored->license, id), world.now)[0].consumed,
              1);
}

TEST(Checkouts, AClockThatWasFarAheadForAWhileHoldsNothingUp) {
    CheckoutWorld world;
    const Id128 id = world.give({seats(2)}, {.renew_type = RenewType::Weekly});
    world.now += hours{24 * 365 * 10};
    ASSERT_EQ(world.out({ask(1)}, kPerpetual), "");
    world.now -= hours{24 * 365 * 10};
    EXPECT_EQ(world.used(id), 1);
    ASSERT_EQ(world.out({ask(1)}), "");
    world.now = world.last.expires_at;
    EXPECT_EQ(world.used(id), 1);
    world.now += hours{24 * 7};
    EXPECT_EQ(world.used(id), 0);
}

TEST(Checkouts, AKeyThatComesAgainAfterItWasForgottenStartsAnew) {
    CheckoutWorld world;
    const Id128 id = world.give({seats(9), seats(9, "b")});
    const CheckOut command = world.command({ask(1), ask(1, "b")});
    ASSERT_EQ(error_of(world.run(world.user, command)), "");
    world.now += kCheckoutMemory;
    CheckOut other = command;
    other.entitlements = {ask(2, "b")};
    other.request.input = 2;
    ASSERT_EQ(error_of(world.run(world.user, other)), "");
    EXPECT_EQ(world.usages(id).at(0).consumed, 0);
    EXPECT_EQ(world.usages(id).at(1).consumed, 2);
    ASSERT_EQ(world.in(), "");
    EXPECT_EQ(world.usages(id).at(1).consumed, 0);
}

}  // namespace
}  // namespace licet::model
