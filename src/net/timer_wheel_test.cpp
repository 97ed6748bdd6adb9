// SPDX-License-Identifier: Apache-2.0
#include "net/timer_wheel.h"

#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <vector>

namespace licet::net {
namespace {

struct Probe final : Deadline {
    void on_deadline() override {
        ++calls;
        if (then) {
            then();
        }
    }
    int calls = 0;
    std::function<void()> then;
};

constexpr std::int64_t kStart = 1'000'000;

TEST(TimerWheel, CallsNoEarlierAndAtMostTwoTicksLater) {
    for (const std::int64_t delay : {0, 1, 7, 8, 9, 100, 8191, 8192, 8193, 75'000, 900'000}) {
        TimerWheel wheel{kStart};
        Probe probe;
        wheel.set(probe, kStart + delay);
        std::int64_t now = kStart;
        while (probe.calls == 0) {
            const int sleep = wheel.sleep_ms(now);
            ASSERT_GE(sleep, 0);
            now += sleep == 0 ? 1 : sleep;
            wheel.advance(now);
        }
        EXPECT_GE(now, kStart + delay);
        EXPECT_LE(now, kStart + delay + 2 * TimerWheel::kTickMs);
        EXPECT_EQ(wheel.sleep_ms(now), -1);
    }
}

TEST(TimerWheel, FollowsADeadlineThatMoves) {
    TimerWheel wheel{kStart};
    Probe later;
    Probe sooner;
    Probe never;
    wheel.set(later, kStart + 100);
    wheel.set(later, kStart + 20'000);
    wheel.set(sooner, kStart + 20'000);
    wheel.set(sooner, kStart + 100);
    wheel.set(never, kStart + 100);
    wheel.clear(never);
    wheel.advance(kStart + 200);
    EXPECT_EQ(later.calls, 0);
    EXPECT_EQ(sooner.calls, 1);
    wheel.advance(kStart + 30'000);
    EXPECT_EQ(later.calls, 1);
    EXPECT_EQ(sooner.calls, 1);
    EXPECT_EQ(never.calls, 0);
}

TEST(TimerWheel, LetsCallsSetAndDestroyDeadlines) {
    TimerWheel wheel{kStart};
    auto first = std::make_unique<Probe>();
    auto second = std::make_unique<Probe>();
    auto third = std::make_unique<Probe>();
    int calls = 0;
    const auto kill_others = [&] {
        ++calls;
        wheel.set(*third, kStart + 50);
        first.reset();
        second.reset();
    };
    first->then = kill_others;
    second->then = kill_others;
    wheel.set(*first, kStart + 10);
    wheel.set(*second, kStart + 10);
    wheel.advance(kStart + 20);
    EXPECT_EQ(calls, 1);
    wheel.advance(kStart + 100);
    EXPECT_EQ(third->calls, 1);
}

TEST(TimerWheel, SurvivesALongSleep) {
    TimerWheel wheel{kStart};
    std::vector<std::unique_ptr<Probe>> probes;
    for (std::int64_t i = 0; i < 3000; ++i) {
        probes.push_back(std::make_unique<Probe>());
        wheel.set(*probes.back(), kStart + i * 5);
    }
    wheel.advance(kStart + 1'000'000);
    for (const auto& probe : probes) {
        EXPECT_EQ(probe->calls, 1);
    }
}

}  // namespace
}  // namespace licet::net
