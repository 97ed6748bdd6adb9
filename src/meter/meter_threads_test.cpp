// SPDX-License-Identifier: Apache-2.0
#include "base/temporary_directory.h"
#include "meter/meter.h"

#include <gtest/gtest.h>

#include <thread>

namespace licet::meter {
namespace {

// Issue 5, 6: whoever records, writes and asks at the same time, each call counts once; here the
// room for what is in no file yet runs out again and again.
TEST(MeterThreads, CallsCountOnceWhileRowsAreWrittenAndRead) {
    constexpr int kThreads = 4;
    constexpr int kEach = 400;
    const TemporaryDirectory place;
    const SystemClock clock;
    obs::Logger logger{clock, obs::Level::error, [](std::string_view) {}};
    obs::Metrics metrics;
    const auto open = [&] {
        auto meter =
            Meter::open({.directory = place.path(), .ahead_bytes = 2'000}, clock, logger, metrics);
        EXPECT_TRUE(meter.ok());
        return *std::move(meter);
    };
    const auto calls = [](Meter& meter) {
        const auto groups = meter.query({});
        EXPECT_TRUE(groups.ok());
        return groups.ok() && !groups->empty() ? groups->front().totals.calls : 0;
    };
    auto meter = open();
    std::vector<std::thread> threads;
    for (int thread = 0; thread < kThreads; ++thread) {
        threads.emplace_back([&, thread] {
            const auto name = std::to_string(thread);
            for (int i = 0; i < kEach; ++i) {
                meter->record({.time = clock.now(), .principal = i % 2 == 0 ? name : "all"});
            }
        });
    }
    std::int64_t seen = 0;
    for (int i = 0; i < 40; ++i) {
        const auto now = calls(*meter);
        EXPECT_GE(now, seen);
        seen = now;
    }
    for (auto& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(calls(*meter), kThreads * kEach);
    meter.reset();
    EXPECT_EQ(calls(*open()), kThreads * kEach);
}

}  // namespace
}  // namespace licet::meter
