// SPDX-License-Identifier: Apache-2.0
#include "base/fair_queue.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace licet {
namespace {

constexpr AccountId kA{1};
constexpr AccountId kB{2};
constexpr AccountId kC{3};

struct FairQueueTest : testing::Test {
    FairQueue<std::string> queue{
        {.waiting_max = 12, .waiting_of_account_max = 4, .waiting_bytes_max = 100}};

    void push(AccountId account, const char* item) { queue.push(account, 1, item); }
    std::string take() { return queue.ready() ? queue.take().second : "nothing"; }
};

TEST_F(FairQueueTest, GivesEachAccountItsTurnHoweverMuchOthersAsk) {
    for (const auto* item : {"a1", "a2", "a3"}) {
        push(kA, item);
    }
    push(kB, "b1");
    push(kC, "c1");
    std::vector<std::string> order;
    while (queue.ready()) {
        const auto [account, item] = queue.take();
        order.push_back(item);
        queue.done(account);
    }
    EXPECT_EQ(order, (std::vector<std::string>{"a1", "b1", "c1", "a2", "a3"}));
    EXPECT_EQ(queue.waiting(), 0U);
}

TEST_F(FairQueueTest, GivesOutOneOfAnAccountAtATime) {
    push(kA, "a1");
    push(kA, "a2");
    EXPECT_EQ(take(), "a1");
    EXPECT_EQ(take(), "nothing");
    push(kB, "b1");
    EXPECT_EQ(take(), "b1");
    EXPECT_EQ(take(), "nothing");
    push(kA, "a3");
    EXPECT_FALSE(queue.ready());
    queue.done(kA);
    EXPECT_EQ(take(), "a2");
    queue.done(kB);
    EXPECT_EQ(take(), "nothing");
    queue.done(kA);
    EXPECT_EQ(take(), "a3");
}

TEST_F(FairQueueTest, WhatPassesOverTheLimitsTakesNoRoomFromOthers) {
    for (int i = 0; i < 20; ++i) {
        queue.push(kA, 50, "a", false);
    }
    EXPECT_EQ(queue.waiting_bytes(), 1000U);
    EXPECT_TRUE(queue.has_room(kA, 100));
    EXPECT_TRUE(queue.has_room(kB, 100));
    queue.push(kB, 100, "b");
    EXPECT_FALSE(queue.has_room(kC, 1));
    EXPECT_EQ(take(), "a");
    EXPECT_EQ(take(), "b");
    EXPECT_TRUE(queue.has_room(kC, 100));
}

TEST_F(FairQueueTest, HasRoomForSoMuchOfOneAccountAndOfAll) {
    for (int i = 0; i < 4; ++i) {
        ASSERT_TRUE(queue.has_room(kA, 1));
        push(kA, "a");
    }
    EXPECT_FALSE(queue.has_room(kA, 1));
    push(kB, "b1");
    push(kB, "b2");
    EXPECT_FALSE(queue.has_room(kB, 1)) << "half is for those who have nothing waiting";
    for (std::uint64_t account = 10; account < 16; ++account) {
        ASSERT_TRUE(queue.has_room(AccountId{account}, 1));
        push(AccountId{account}, "other");
    }
    EXPECT_FALSE(queue.has_room(kC, 1));
    EXPECT_EQ(take(), "a");  // what runs does not wait
    EXPECT_FALSE(queue.has_room(kA, 1));
    EXPECT_TRUE(queue.has_room(kC, 1));
}

TEST_F(FairQueueTest, HasRoomForSoManyBytes) {
    EXPECT_FALSE(queue.has_room(kA, 101));
    queue.push(kA, 40, "a");
    EXPECT_FALSE(queue.has_room(kA, 20));
    EXPECT_TRUE(queue.has_room(kB, 60));
    EXPECT_FALSE(queue.has_room(kB, 61));
    EXPECT_EQ(take(), "a");
    EXPECT_TRUE(queue.has_room(kB, 100));
}

}  // namespace
}  // namespace licet
