// SPDX-License-Identifier: Apache-2.0
#include "gateway/health.h"

#include <gtest/gtest.h>

namespace licet::gateway {
namespace {

constexpr Time kNow{std::chrono::hours{500'000}};

void fail(Health& health, std::uint32_t times, Time now) {
    for (std::uint32_t i = 0; i < times; ++i) {
        health.failed(0, now);
    }
}

TEST(Health, LeavesAnUpstreamAloneThatFailsSeveralTimesRunning) {
    Health health{2};
    fail(health, Health::kFaultsMax - 1, kNow);
    EXPECT_TRUE(health.admits(0, kNow));
    health.succeeded(0);
    fail(health, Health::kFaultsMax, kNow);
    EXPECT_FALSE(health.admits(0, kNow));
    EXPECT_TRUE(health.admits(1, kNow)) << "the other has done nothing";
    EXPECT_EQ(health.state(0).rests_until, kNow + Health::kRest);
    EXPECT_FALSE(health.admits(0, kNow + Health::kRest - Milliseconds{1}));
}

TEST(Health, TriesItAgainWithOneCall) {
    Health health{1};
    fail(health, Health::kFaultsMax, kNow);
    const auto later = kNow + Health::kRest;
    EXPECT_TRUE(health.admits(0, later));
    const auto trial = health.asked(0, later);
    EXPECT_FALSE(health.admits(0, later)) << "one is under way";
    EXPECT_TRUE(health.admits(0, later + Health::kTrial)) << "nothing was heard of it";
    health.succeeded(0);
    const auto next = health.asked(0, later);
    EXPECT_TRUE(health.admits(0, later)) << "one that is well may always be asked";
}

TEST(Health, ATrialOfWhichNothingComesLetsAnotherTry) {
    Health health{1};
    fail(health, Health::kFaultsMax, kNow);
    const auto later = kNow + Health::kRest;
    {
        auto trial = health.asked(0, later);
        const auto moved = std::move(trial);
        EXPECT_FALSE(health.admits(0, later));
    }
    EXPECT_TRUE(health.admits(0, later)) << "the caller left";
    {
        const auto trial = health.asked(0, later);
        health.failed(0, later);
    }
    EXPECT_FALSE(health.admits(0, later)) << "it failed: the rest goes on";
    EXPECT_EQ(health.state(0).rests_until, later + 2 * Health::kRest);
}

TEST(Health, RestsLongerWithEachFaultUpToALimit) {
    Health health{1};
    fail(health, Health::kFaultsMax + 1, kNow);
    EXPECT_EQ(health.state(0).rests_until, kNow + 2 * Health::kRest);
    fail(health, 1'000, kNow);
    EXPECT_EQ(health.state(0).rests_until, kNow + Health::kRestMax);
    health.succeeded(0);
    EXPECT_EQ(health.state(0).rests_until, Time{});
}

}  // namespace
}  // namespace licet::gateway
