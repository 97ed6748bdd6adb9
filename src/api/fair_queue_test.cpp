// SPDX-License-Identifier: Apache-2.0
#include "api/fair_queue.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace licet::api {
namespace {

constexpr AccountId kA{1};
constexpr AccountId kB{2};
constexpr AccountId kC{3};

struct FairQueueTest : testing::Test {
    FairQueue<std::string> queue{{.waiting_max = 6, .waiting_of_account_max = 4}};

    std::string take() { return queue.ready() ? queue.take().second : "nothing"; }
};

TEST_F(FairQueueTest, GivesEachAccountItsTurnHoweverMuchOthersAsk) {
    for (const auto* item : {"a1", "a2", "a3"}) {
        queue.push(kA, item);
    }
    queue.push(kB, "b1");
    queue.push(kC, "c1");
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
    queue.push(kA, "a1");
    queue.push(kA, "a2");
    EXPECT_EQ(take(), "a1");
    EXPECT_EQ(take(), "nothing");
    queue.push(kB, "b1");
    EXPECT_EQ(take(), "b1");
    EXPECT_EQ(take(), "nothing");
    queue.push(kA, "a3");
    EXPECT_FALSE(queue.ready());
    queue.done(kA);
    EXPECT_EQ(take(), "a2");
    queue.done(kB);
    EXPECT_EQ(take(), "nothing");
    queue.done(kA);
    EXPECT_EQ(take(), "a3");
}

TEST_F(FairQueueTest, HasRoomForSoMuchOfOneAccountAndOfAll) {
    for (int i = 0; i < 4; ++i) {
        ASSERT_TRUE(queue.has_room(kA));
        queue.push(kA, "a");
    }
    EXPECT_FALSE(queue.has_room(kA));
    queue.push(kB, "b1");
    queue.push(kB, "b2");
    EXPECT_FALSE(queue.has_room(kC));
    EXPECT_EQ(take(), "a");  // what runs does not wait
    EXPECT_TRUE(queue.has_room(kA));
    EXPECT_TRUE(queue.has_room(kC));
}

}  // namespace
}  // namespace licet::api
