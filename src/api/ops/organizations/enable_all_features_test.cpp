// SPDX-License-Identifier: Apache-2.0
#include "api/organizations/handshake_fixture_test.h"

namespace licet::api {
namespace {

using EnableAllFeaturesTest = HandshakeTest;

// rule 9.2 (Organization)
TEST_F(EnableAllFeaturesTest, AsksTheInvitedMembers) {
    const auto [owner, member] = billing();
    const auto reply = must_as(owner, "EnableAllFeatures", "{}");
    EXPECT_EQ(reply.text("Handshake.Action"), "ENABLE_ALL_FEATURES");
    EXPECT_EQ(reply.text("Handshake.State"), "REQUESTED");
    EXPECT_EQ(reply.count("Handshake.Parties"), 1U);
    EXPECT_EQ(reply.count("Handshake.Resources"), 1U);
    EXPECT_THAT(reply.text("Handshake.Arn"), ::testing::HasSubstr("/enable_all_features/h-"));
    const auto asked = must_as(member, "ListHandshakesForAccount",
                               R"({"Filter":{"ActionType":"APPROVE_ALL_FEATURES"}})");
    EXPECT_EQ(asked.text("Handshakes.0.State"), "OPEN");
    EXPECT_EQ(refusal(owner, "EnableAllFeatures", "{}"),
              "HandshakeConstraintViolationException/"
              "ORGANIZATION_IS_ALREADY_PENDING_ALL_FEATURES_MIGRATION");
    EXPECT_EQ(refusal(member, "EnableAllFeatures", "{}"), "AccessDeniedException");
}

TEST_F(EnableAllFeaturesTest, CanBeCompletedAtOnceWhenThereIsNobodyToAsk) {
    must_as(alone, "CreateOrganization", R"({"FeatureSet":"CONSOLIDATED_BILLING"})");
    const auto reply = must_as(alone, "EnableAllFeatures", "{}");
    EXPECT_EQ(reply.text("Handshake.State"), "OPEN");
    must_as(alone, "AcceptHandshake", handshake(reply.text("Handshake.Id")));
    EXPECT_EQ(must_as(alone, "DescribeOrganization", "{}").text("Organization.FeatureSet"), "ALL");
}

TEST_F(EnableAllFeaturesTest, RefusesWithTheDocumentedErrors) {
    EXPECT_EQ(refusal("EnableAllFeatures", "{}"),
              "HandshakeConstraintViolationException/ORGANIZATION_ALREADY_HAS_ALL_FEATURES");
    EXPECT_EQ(refusal(alone, "EnableAllFeatures", "{}"), "AWSOrganizationsNotInUseException");
}

}  // namespace
}  // namespace licet::api
