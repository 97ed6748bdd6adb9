// SPDX-License-Identifier: Apache-2.0
#include "api/organizations/handshake_fixture_test.h"

namespace licet::api {
namespace {

using DeclineHandshakeTest = HandshakeTest;

// rule 9.2 (Handshake)
TEST_F(DeclineHandshakeTest, IsForTheRecipientAndFinal) {
    const std::string id = invite();
    EXPECT_EQ(refusal("DeclineHandshake", handshake(id)), "AccessDeniedException");
    EXPECT_EQ(must_as(alone, "DeclineHandshake", handshake(id)).text("Handshake.State"),
              "DECLINED");
    EXPECT_EQ(refusal(alone, "DeclineHandshake", handshake(id)),
              "HandshakeAlreadyInStateException");
    EXPECT_EQ(refusal(alone, "AcceptHandshake", handshake(id)),
              "InvalidHandshakeTransitionException");
    EXPECT_EQ(refusal(alone, "DescribeOrganization", "{}"), "AWSOrganizationsNotInUseException");
}

TEST_F(DeclineHandshakeTest, RefusesWhatThereIsNot) {
    EXPECT_EQ(refusal(alone, "DeclineHandshake", handshake("h-00000000")),
              "HandshakeNotFoundException");
    EXPECT_EQ(refusal(alone, "DeclineHandshake", "{}"), "InvalidInputException");
}

}  // namespace
}  // namespace licet::api
