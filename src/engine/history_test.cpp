// SPDX-License-Identifier: Apache-2.0
#include "engine/history.h"

#include "log/memory/memory_log.h"
#include "model/organization/events.h"

#include <gtest/gtest.h>

#include <thread>

namespace licet::engine {
namespace {

/// A log in which record n opens account n, at second n.
struct Past : testing::Test {
    static constexpr Revision kRecords = 40;

    Past() {
        const auto epoch = log.begin_epoch().value();
        for (Revision n = 1; n <= kRecords; ++n) {
            const Record record{.revision = n,
                                .time = at_second(n),
                                .event_id = {},
                                .actor = {},
                                .source_address = {},
                                .user_agent = {},
                                .request_id = {},
                                .service = {},
                                .action = {},
                                .region = {},
                                .parameters = {"{}"},
                                .resources = {},
                                .events = {model::AccountOpened{AccountId{n}, {}}}};
            const std::string body = encode(record);
            EXPECT_TRUE(log.append(n - 1, epoch, {&body, 1}).ok());
        }
    }
    static Time at_second(Revision n) {
        return from_epoch_ms(static_cast<std::int64_t>(n) * 1'000);
    }

    ManualClock clock{from_epoch_ms(0)};
    obs::Logger logger{clock, obs::Level::error};
    log::MemoryLog log;
    History history{log, nullptr, logger};
};

TEST_F(Past, AnyRevisionIsWhatReplayMakesOfItInAnyOrder) {
    SeededRandom random{7};
    std::vector<History::Moment> held;  // a state that somebody holds is never changed
    for (int n = 0; n < 200; ++n) {
        const Revision wanted = random.below(kRecords + 1);
        auto moment = history.at(wanted);
        ASSERT_TRUE(moment.ok()) << moment.error().message;
        EXPECT_EQ(moment->revision, wanted);
        EXPECT_EQ(moment->time, wanted == 0 ? Time{} : at_second(wanted));
        EXPECT_EQ(moment->state->organization.accounts.size(), wanted);
        if (n % 7 == 0) {
            held.push_back(std::move(moment).value());
        }
    }
    for (const auto& moment : held) {
        EXPECT_EQ(moment.state->organization.accounts.size(), moment.revision);
    }
}

TEST_F(Past, SeveralThreadsMayAskAtOnce) {
    std::vector<std::thread> threads;
    for (std::uint64_t seed = 1; seed <= 4; ++seed) {
        threads.emplace_back([this, seed] {
            SeededRandom random{seed};
            std::vector<History::Moment> held;
            for (int n = 0; n < 50; ++n) {
                const Revision wanted = random.below(kRecords + 1);
                auto moment = history.at(wanted);
                ASSERT_TRUE(moment.ok()) << moment.error().message;
                ASSERT_EQ(moment->state->organization.accounts.size(), wanted);
                ASSERT_EQ(history.revision_at(moment->time).value(), wanted);
                held.push_back(std::move(moment).value());
            }
            for (const auto& moment : held) {
                ASSERT_EQ(moment.state->organization.accounts.size(), moment.revision);
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
}

TEST_F(Past, ATimeIsThatOfTheLastRecordBefore) {
    EXPECT_EQ(history.revision_at(from_epoch_ms(999)).value(), 0U);
    EXPECT_EQ(history.revision_at(at_second(1)).value(), 1U);
    EXPECT_EQ(history.revision_at(at_second(2) - Milliseconds{1}).value(), 1U);
    EXPECT_EQ(history.revision_at(at_second(kRecords + 100)).value(), kRecords);
}

TEST_F(Past, WhatLiesAheadIsRefused) {
    EXPECT_EQ(history.at(kRecords + 1).error().message,
              "there is no revision 41 yet; the newest is 40");
}

}  // namespace
}  // namespace licet::engine
