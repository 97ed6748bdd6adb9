// SPDX-License-Identifier: Apache-2.0
#include "api/bedrock/fixture_test.h"

namespace licet::api {
namespace {

using PutFoundationModelEntitlement = BedrockTest;

// rule BA-2
TEST_F(PutFoundationModelEntitlement, ChangesNothing) {
    const auto reply = must("PutFoundationModelEntitlement", model(sample::kSonnet));
    EXPECT_EQ(reply.body, "{}");
    EXPECT_FALSE(reply.recorded);
    EXPECT_THAT(refusal("PutFoundationModelEntitlement", model("anthropic.claude-9-v1:0")),
                ::testing::StartsWith("ResourceNotFoundException"));
    EXPECT_THAT(refusal("PutFoundationModelEntitlement", model("?")),
                ::testing::StartsWith("ValidationException"));
}

}  // namespace
}  // namespace licet::api
