// SPDX-License-Identifier: Apache-2.0
#include "api/organizations/handshake_fixture_test.h"

namespace licet::api {
namespace {

using AcceptHandshakeTest = HandshakeTest;

// rule 9.2 (Handshake)
TEST_F(AcceptHandshakeTest, MakesAMember) {
    const auto reply = must_as(alone, "AcceptHandshake", handshake(invite()));
    EXPECT_EQ(reply.text("Handshake.State"), "ACCEPTED");
    const auto account = must("DescribeAccount", R"({"AccountId":"999999999999"})");
    EXPECT_EQ(account.text("Account.JoinedMethod"), "INVITED");
    must_as(alone, "DescribeOrganization", "{}");
}

// rule 9.2 (Organization)
TEST_F(AcceptHandshakeTest, CompletesTheChangeToAllFeatures) {
    const auto [owner, member] = billing();
    const std::string id = must_as(owner, "EnableAllFeatures", "{}").text("Handshake.Id");
    EXPECT_EQ(refusal(owner, "AcceptHandshake", handshake(id)),
              "InvalidHandshakeTransitionException");
    const std::string approval = must_as(member, "ListHandshakesForAccount",
                                         R"({"Filter":{"ActionType":"APPROVE_ALL_FEATURES"}})")
                                     .text("Handshakes.0.Id");
    must_as(member, "AcceptHandshake", handshake(approval));
    must_as(owner, "AcceptHandshake", handshake(id));
    EXPECT_EQ(must_as(member, "DescribeOrganization", "{}").text("Organization.FeatureSet"), "ALL");
}

TEST_F(AcceptHandshakeTest, RefusesWithTheDocumentedErrors) {
    const std::string id = invite();
    EXPECT_EQ(refusal(alone, "AcceptHandshake", handshake("h-00000000")),
              "HandshakeNotFoundException");
    EXPECT_EQ(refusal(alone, "AcceptHandshake", handshake("h-UPPER000")), "InvalidInputException");
    EXPECT_EQ(refusal("AcceptHandshake", handshake(id)), "AccessDeniedException");
    EXPECT_EQ(refusal(world.create_account("m"), "AcceptHandshake", handshake(id)),
              "HandshakeNotFoundException");
    must_as(alone, "AcceptHandshake", handshake(id));
    EXPECT_EQ(refusal(alone, "AcceptHandshake", handshake(id)), "HandshakeAlreadyInStateException");
}

TEST_F(AcceptHandshakeTest, RefusesAMemberOfAnotherOrganization) {
    const std::string id = invite();
    must_as(alone, "CreateOrganization", "{}");
    EXPECT_EQ(refusal(alone, "AcceptHandshake", handshake(id)),
              "HandshakeConstraintViolationException/ALREADY_IN_AN_ORGANIZATION");
}

}  // namespace
}  // namespace licet::api
