// SPDX-License-Identifier: Apache-2.0
#include "gateway/scan_pool.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <future>
#include <memory>
#include <vector>

namespace licet::gateway {
namespace {

const AccountId kOne{AccountId::parse("111111111111").value()};
const AccountId kOther{AccountId::parse("222222222222").value()};

struct ScanPoolTest : testing::Test {
    obs::Metrics metrics;
    net::LoopThread thread;
    ScanPool pool{metrics};
    std::vector<ScanPool::Ticket> tickets;  // of the loop's thread

    /// A scan that runs until it is let go. @return once it runs
    std::promise<void> hold(AccountId account) {
        std::promise<void> let_go;
        auto running = std::make_shared<std::promise<void>>();
        const auto wait = let_go.get_future().share();
        begin(
            account,
            [wait, running] {
                running->set_value();
                wait.wait();
            },
            [] {});
        running->get_future().wait();
        return let_go;
    }
    bool begin(AccountId account, net::Task scan, net::Task then, std::size_t bytes = 1,
               ScanPool::Room room = ScanPool::Room::of_prompts) {
        bool begun = false;
        thread.run([&] {
            auto ticket =
                pool.begin(thread.loop(), account, bytes, std::move(scan), std::move(then), room);
            begun = ticket.has_value();
            if (ticket) {
                tickets.push_back(*std::move(ticket));
            }
        });
        return begun;
    }
    ~ScanPoolTest() override {
        thread.run([this] { tickets.clear(); });
    }
};

TEST_F(ScanPoolTest, ScansElsewhereAndGoesOnOnTheLoop) {
    std::promise<bool> scanned, then;
    EXPECT_TRUE(begin(
        kOne, [&] { scanned.set_value(thread.loop().is_current()); },
        [&] { then.set_value(thread.loop().is_current()); }));
    EXPECT_FALSE(scanned.get_future().get());
    EXPECT_TRUE(then.get_future().get());
}

TEST_F(ScanPoolTest, OneAccountLeavesAThreadToTheOthers) {
    auto held = hold(kOne);
    std::promise<void> second, other;
    bool second_ran = false;
    begin(
        kOne, [&] { second_ran = true; }, [&] { second.set_value(); });
    begin(
        kOther, [] {}, [&] { other.set_value(); });
    other.get_future().wait();
    EXPECT_FALSE(second_ran) << "the account has one running";
    held.set_value();
    second.get_future().wait();
}

TEST_F(ScanPoolTest, WhatIsGivenUpIsNotHeardOf) {
    auto held = hold(kOne);
    const auto kept = std::make_shared<int>();
    bool ran = false;
    begin(
        kOne, [&ran] { ran = true; }, [&ran, kept] { ran = true; });
    thread.run([this] { tickets.pop_back(); });
    EXPECT_EQ(kept.use_count(), 1) << "nothing that waits for it is kept";
    std::promise<void> last;
    begin(
        kOne, [] {}, [&] { last.set_value(); });
    held.set_value();
    last.get_future().wait();
    EXPECT_FALSE(ran);
}

TEST_F(ScanPoolTest, RefusesWhatHasNoRoom) {
    auto held = hold(kOne);
    for (std::size_t i = 0; i < ScanPool::kWaitingOfAccountMax; ++i) {
        EXPECT_TRUE(begin(
            kOne, [] {}, [] {}));
    }
    EXPECT_FALSE(begin(
        kOne, [] {}, [] {}));
    EXPECT_FALSE(begin(
        kOther, [] {}, [] {}, ScanPool::kWaitingBytesMax));
    EXPECT_TRUE(begin(
        kOther, [] {}, [] {}));
    EXPECT_EQ(too_many_scans().name, "ThrottlingException");
    EXPECT_NE(metrics.expose().find("licet_scans_total{outcome=\"refused\"} 2"), std::string::npos);
    held.set_value();
}

/// They were paid for.
TEST_F(ScanPoolTest, AnswersWaitHoweverManyDo) {
    constexpr auto kAnswers = ScanPool::Room::of_answers;
    auto held = hold(kOne);
    std::promise<void> last;
    std::size_t ran = 0;
    for (std::size_t i = 0; i <= ScanPool::kWaitingMax; ++i) {
        EXPECT_TRUE(begin(
            kOne, [] {}, [&] { ran += 1; }, 1, kAnswers));
    }
    EXPECT_TRUE(begin(
        kOther, [] {}, [] {}))
        << "others have the room that they had";
    EXPECT_FALSE(begin(
        kOther, [] {}, [] {}, ScanPool::kWaitingWithAnswersBytesMax, kAnswers));
    EXPECT_NE(metrics.expose().find("licet_scans_total{outcome=\"refused\"} 0"), std::string::npos)
        << "it is scanned at once";
    EXPECT_TRUE(begin(
        kOne, [] {}, [&] { last.set_value(); }, 1, kAnswers));
    held.set_value();
    last.get_future().wait();
    EXPECT_EQ(ran, ScanPool::kWaitingMax + 1);
}

TEST_F(ScanPoolTest, OnlyWhatHasNotBegunIsWithdrawn) {
    auto held = hold(kOne);
    const auto kept = std::make_shared<int>();
    bool ran = false;
    begin(
        kOne, [&ran, kept] { ran = true; }, [&ran, kept] { ran = true; });
    thread.run([this, &kept] {
        EXPECT_FALSE(tickets.front().withdraw()) << "it runs";
        EXPECT_TRUE(tickets.back().withdraw());
        EXPECT_EQ(kept.use_count(), 1) << "nothing of it is kept";
        EXPECT_FALSE(tickets.back().withdraw());
    });
    std::promise<void> last;
    begin(
        kOne, [] {}, [&] { last.set_value(); });
    held.set_value();
    last.get_future().wait();
    EXPECT_FALSE(ran);
}

TEST_F(ScanPoolTest, WhatWaitsWhenItStopsNeverRuns) {
    auto held = hold(kOne);
    bool ran = false;
    begin(
        kOne, [&ran] { ran = true; }, [&ran] { ran = true; });
    auto stopped = std::async(std::launch::async, [this] { pool.stop(); });
    std::uint64_t account = 1;  // one that has none waiting, so that there is room
    while (begin(
        AccountId{account++}, [] {}, [] {})) {  // until it has begun to stop
        thread.run([this] { tickets.pop_back(); });
    }
    held.set_value();
    stopped.wait();
    thread.run([] {});
    EXPECT_FALSE(ran);
}

}  // namespace
}  // namespace licet::gateway
