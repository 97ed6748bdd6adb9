// SPDX-License-Identifier: Apache-2.0
#include "api/organizations/handshake_fixture_test.h"

#include <chrono>

namespace licet::api {
namespace {

using DescribeHandshakeTest = HandshakeTest;

// rule 9.2 (Handshake)
TEST_F(DescribeHandshakeTest, ShowsItToBothSidesUntilItIsForgotten) {
    const std::string id = invite();
    EXPECT_EQ(must("DescribeHandshake", handshake(id)).text("Handshake.State"), "OPEN");
    world.clock().advance(std::chrono::days{15});
    const auto expired = must_as(alone, "DescribeHandshake", handshake(id));
    EXPECT_EQ(expired.text("Handshake.State"), "EXPIRED");
    EXPECT_FALSE(expired.recorded);
    world.clock().advance(std::chrono::days{30});
    EXPECT_EQ(refusal("DescribeHandshake", handshake(id)), "HandshakeNotFoundException");
}

TEST_F(DescribeHandshakeTest, HidesItFromOthers) {
    const std::string id = invite();
    EXPECT_EQ(refusal(world.create_account("m"), "DescribeHandshake", handshake(id)),
              "HandshakeNotFoundException");
    EXPECT_EQ(refusal("DescribeHandshake", handshake("h-00000000")), "HandshakeNotFoundException");
    EXPECT_EQ(refusal("DescribeHandshake", handshake("x")), "InvalidInputException");
}

}  // namespace
}  // namespace licet::api
