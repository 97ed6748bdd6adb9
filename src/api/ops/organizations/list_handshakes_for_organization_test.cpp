// SPDX-License-Identifier: Apache-2.0
#include "api/organizations/handshake_fixture_test.h"

#include <chrono>

namespace licet::api {
namespace {

using ListHandshakesForOrganizationTest = HandshakeTest;

constexpr std::string_view kList = "ListHandshakesForOrganization";

// rule 9.2 (Handshake)
TEST_F(ListHandshakesForOrganizationTest, ShowsWhatItAskedThirtyDaysBack) {
    EXPECT_EQ(must(kList, "{}").count("Handshakes"), 0U);
    must("CancelHandshake", handshake(invite()));
    invite();
    EXPECT_EQ(walk(kList, "", "Handshakes", "State").size(), 2U);
    expect_pages_checked(kList, "");
    world.clock().advance(std::chrono::days{30});
    const auto left = must(kList, "{}");
    EXPECT_EQ(left.count("Handshakes"), 1U);
    EXPECT_EQ(left.text("Handshakes.0.State"), "EXPIRED");
}

TEST_F(ListHandshakesForOrganizationTest, NarrowsByActionAndByParent) {
    const auto [owner, member] = billing();
    const std::string id = must_as(owner, "EnableAllFeatures", "{}").text("Handshake.Id");
    const auto count = [&, who = owner](const std::string& filter) {
        return must_as(who, kList, R"({"Filter":{)" + filter + "}}").count("Handshakes");
    };
    EXPECT_EQ(count(""), 3U);
    EXPECT_EQ(count(R"("ActionType":"INVITE")"), 1U);
    EXPECT_EQ(count(R"("ActionType":"ENABLE_ALL_FEATURES")"), 1U);
    EXPECT_EQ(count(R"("ActionType":"TRANSFER_RESPONSIBILITY")"), 0U);
    EXPECT_EQ(count(R"("ParentHandshakeId":")" + id + R"(")"), 1U);
}

// rule OR-7
TEST_F(ListHandshakesForOrganizationTest, IsForReadersOnly) {
    expect_readers_only(kList, "{}");
}

}  // namespace
}  // namespace licet::api
