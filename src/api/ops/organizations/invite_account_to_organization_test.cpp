// SPDX-License-Identifier: Apache-2.0
#include "api/organizations/handshake_fixture_test.h"

namespace licet::api {
namespace {

using ::testing::HasSubstr;
using ::testing::MatchesRegex;

using InviteAccountToOrganizationTest = HandshakeTest;

constexpr std::string_view kInvite = "InviteAccountToOrganization";

TEST_F(InviteAccountToOrganizationTest, ShowsTheHandshakeWithItsParties) {
    const auto reply = must(kInvite, target("ACCOUNT", "999999999999", R"(,"Notes":"please")"));
    EXPECT_THAT(reply.text("Handshake.Id"), MatchesRegex("h-[a-z0-9]{32}"));
    EXPECT_THAT(reply.text("Handshake.Arn"),
                MatchesRegex("arn:aws:organizations::111111111111:handshake/o-[a-z0-9]+/invite/"
                             "h-[a-z0-9]{32}"));
    EXPECT_EQ(reply.text("Handshake.State"), "OPEN");
    EXPECT_EQ(reply.text("Handshake.Action"), "INVITE");
    EXPECT_EQ(reply.text("Handshake.Parties.0.Type"), "ORGANIZATION");
    EXPECT_EQ(reply.text("Handshake.Parties.1.Type"), "ACCOUNT");
    EXPECT_EQ(reply.text("Handshake.Parties.1.Id"), "999999999999");
    EXPECT_EQ(reply.text("Handshake.Resources.0.Type"), "ORGANIZATION");
    EXPECT_EQ(reply.text("Handshake.Resources.0.Resources.0.Type"), "MASTER_EMAIL");
    EXPECT_EQ(reply.text("Handshake.Resources.0.Resources.1.Type"), "MASTER_NAME");
    EXPECT_EQ(reply.text("Handshake.Resources.0.Resources.2.Type"), "ORGANIZATION_FEATURE_SET");
    EXPECT_EQ(reply.text("Handshake.Resources.0.Resources.2.Value"), "ALL");
    EXPECT_EQ(reply.text("Handshake.Resources.1.Type"), "ACCOUNT");
    EXPECT_EQ(reply.text("Handshake.Resources.2.Type"), "NOTES");
    EXPECT_EQ(reply.text("Handshake.Resources.2.Value"), "please");
    const double open = std::stod(reply.text("Handshake.ExpirationTimestamp")) -
                        std::stod(reply.text("Handshake.RequestedTimestamp"));
    EXPECT_DOUBLE_EQ(open, 15 * 86'400);
}

TEST_F(InviteAccountToOrganizationTest, TakesAnEmailAddress) {
    const auto reply = must(kInvite, target("EMAIL", "new@example.org"));
    EXPECT_EQ(reply.text("Handshake.Parties.1.Type"), "EMAIL");
    EXPECT_EQ(reply.text("Handshake.Resources.1.Type"), "EMAIL");
    EXPECT_EQ(reply.text("Handshake.Resources.1.Value"), "new@example.org");
}

TEST_F(InviteAccountToOrganizationTest, KeepsTargetAndNotesOutOfTheParameters) {
    must(kInvite, target("EMAIL", "new@example.org", R"(,"Notes":"please")"));
    const auto& parameters = world.records().back().parameters.text;
    EXPECT_THAT(parameters, ::testing::Not(HasSubstr("new@example.org")));
    EXPECT_THAT(parameters, ::testing::Not(HasSubstr("please")));
}

// rule 9.2 (Handshake)
TEST_F(InviteAccountToOrganizationTest, RefusesWithTheDocumentedErrors) {
    EXPECT_EQ(refusal(kInvite, "{}"), "InvalidInputException");
    EXPECT_EQ(refusal(kInvite, target("ORGANIZATION", "o-abcdefghij")),
              "InvalidInputException/INVALID_PARTY_TYPE_TARGET");
    EXPECT_EQ(refusal(kInvite, target("EMAIL", "nobody")),
              "InvalidInputException/INVALID_EMAIL_ADDRESS_TARGET");
    EXPECT_EQ(refusal(kInvite, target("EMAIL", std::string(65, 'x'))), "InvalidInputException");
    EXPECT_EQ(refusal(kInvite, target("ACCOUNT", make_account("member"))),
              "HandshakeConstraintViolationException/ALREADY_IN_AN_ORGANIZATION");
    expect_management_only(kInvite, target("ACCOUNT", "999999999999"));
    invite();
    EXPECT_EQ(refusal(kInvite, target("ACCOUNT", "999999999999")), "DuplicateHandshakeException");
}

}  // namespace
}  // namespace licet::api
