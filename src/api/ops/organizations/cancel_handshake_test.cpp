// SPDX-License-Identifier: Apache-2.0
#include "api/organizations/handshake_fixture_test.h"

namespace licet::api {
namespace {

using CancelHandshakeTest = HandshakeTest;

// rule 9.2 (Handshake)
TEST_F(CancelHandshakeTest, IsForTheSenderAndFinal) {
    const std::string id = invite();
    EXPECT_EQ(refusal(alone, "CancelHandshake", handshake(id)), "AccessDeniedException");
    EXPECT_EQ(must("CancelHandshake", handshake(id)).text("Handshake.State"), "CANCELED");
    EXPECT_EQ(refusal("CancelHandshake", handshake(id)), "HandshakeAlreadyInStateException");
    EXPECT_EQ(refusal(alone, "AcceptHandshake", handshake(id)),
              "InvalidHandshakeTransitionException");
}

TEST_F(CancelHandshakeTest, IsNotForDelegatedAdministrators) {
    const std::string id = invite();
    const auto delegated = delegate(make_account("delegate"));
    must_as(delegated, "DescribeHandshake", handshake(id));
    EXPECT_EQ(refusal(delegated, "CancelHandshake", handshake(id)), "AccessDeniedException");
}

TEST_F(CancelHandshakeTest, RefusesWhatThereIsNot) {
    EXPECT_EQ(refusal("CancelHandshake", handshake("h-00000000")), "HandshakeNotFoundException");
    EXPECT_EQ(refusal("CancelHandshake", "{}"), "InvalidInputException");
}

}  // namespace
}  // namespace licet::api
