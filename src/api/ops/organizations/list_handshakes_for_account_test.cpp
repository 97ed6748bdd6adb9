// SPDX-License-Identifier: Apache-2.0
#include "api/organizations/handshake_fixture_test.h"

#include <chrono>

namespace licet::api {
namespace {

using ListHandshakesForAccountTest = HandshakeTest;

constexpr std::string_view kList = "ListHandshakesForAccount";

// rule 9.2 (Handshake); rule OR-7: from any account
TEST_F(ListHandshakesForAccountTest, ShowsWhatTheAccountWasAskedByIdAndByAddress) {
    EXPECT_EQ(must_as(alone, kList, "{}").count("Handshakes"), 0U);
    must("CancelHandshake", handshake(invite()));
    must("InviteAccountToOrganization", target("EMAIL", "Stranger@Example.org"));
    const auto both = must_as(alone, kList, "{}");
    EXPECT_EQ(both.count("Handshakes"), 2U);
    EXPECT_FALSE(both.recorded);
    EXPECT_EQ(must(kList, "{}").count("Handshakes"), 0U);
    world.clock().advance(std::chrono::days{30});
    EXPECT_EQ(must_as(alone, kList, "{}").count("Handshakes"), 1U);
}

// An address that another organization gave proves nothing.
TEST_F(ListHandshakesForAccountTest, HidesWhatWasSentToAnAddressThatNobodyVouchesFor) {
    must("InviteAccountToOrganization", target("EMAIL", "Stranger@Example.org"));
    EXPECT_EQ(must_as(alone, kList, "{}").count("Handshakes"), 1U);
    world.apply({model::AccountCreationRequested{"car-other", {.organization = "o-other"}},
                 model::AccountCreationSucceeded{"car-other", alone.account, {}}});
    EXPECT_EQ(must_as(alone, kList, "{}").count("Handshakes"), 0U);
    invite();
    EXPECT_EQ(must_as(alone, kList, "{}").count("Handshakes"), 1U);
}

TEST_F(ListHandshakesForAccountTest, NarrowsByActionAndByParent) {
    const auto [owner, member] = billing();
    const std::string id = must_as(owner, "EnableAllFeatures", "{}").text("Handshake.Id");
    const auto by_action =
        must_as(member, kList, R"({"Filter":{"ActionType":"APPROVE_ALL_FEATURES"}})");
    EXPECT_EQ(by_action.count("Handshakes"), 1U);
    EXPECT_EQ(by_action.text("Handshakes.0.Resources.0.Type"), "PARENT_HANDSHAKE");
    EXPECT_EQ(by_action.text("Handshakes.0.Resources.0.Value"), id);
    const auto by_parent =
        must_as(member, kList, R"({"Filter":{"ParentHandshakeId":")" + id + R"("}})");
    EXPECT_EQ(by_parent.count("Handshakes"), 1U);
    EXPECT_EQ(must_as(member, kList, "{}").count("Handshakes"), 2U);
    EXPECT_EQ(refusal(member, kList,
                      R"({"Filter":{"ActionType":"INVITE","ParentHandshakeId":")" + id + R"("}})"),
              "InvalidInputException/MAX_LIMIT_EXCEEDED_FILTER");
    EXPECT_EQ(refusal(member, kList, R"({"Filter":{"ActionType":"JOIN"}})"),
              "InvalidInputException");
}

TEST_F(ListHandshakesForAccountTest, ComesInPages) {
    for (int i = 0; i < 3; ++i) {
        must("CancelHandshake", handshake(invite()));
    }
    const auto first = must_as(alone, kList, R"({"MaxResults":2})");
    EXPECT_EQ(first.count("Handshakes"), 2U);
    const std::string token = R"("NextToken":")" + first.text("NextToken") + R"(")";
    const auto second = must_as(alone, kList, "{" + token + "}");
    EXPECT_EQ(second.count("Handshakes"), 1U);
    EXPECT_FALSE(second.has("NextToken"));
    EXPECT_EQ(refusal(alone, kList, R"({"Filter":{"ActionType":"INVITE"},)" + token + "}"),
              "InvalidInputException/INVALID_NEXT_TOKEN");
    expect_pages_checked(kList, "");
}

}  // namespace
}  // namespace licet::api
