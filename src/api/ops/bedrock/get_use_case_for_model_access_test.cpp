// SPDX-License-Identifier: Apache-2.0
#include "api/bedrock/fixture_test.h"

namespace licet::api {
namespace {

using GetUseCaseForModelAccess = BedrockTest;

TEST_F(GetUseCaseForModelAccess, ReturnsTheAccountsOwnForm) {
    EXPECT_THAT(refusal("GetUseCaseForModelAccess", "{}"),
                ::testing::StartsWith("ResourceNotFoundException"));
    send_form(world.admin());
    const auto reply = must("GetUseCaseForModelAccess", "{}");
    const auto form = from_base64(reply.text("formData"));
    ASSERT_TRUE(form.ok());
    EXPECT_THAT(*form, ::testing::HasSubstr("Example"));
    EXPECT_THAT(refusal(member, "GetUseCaseForModelAccess", "{}"),
                ::testing::StartsWith("ResourceNotFoundException"));
}

}  // namespace
}  // namespace licet::api
