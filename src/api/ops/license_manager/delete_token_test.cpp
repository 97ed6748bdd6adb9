// SPDX-License-Identifier: Apache-2.0
#include "api/license_manager/token_fixture_test.h"

namespace licet::api {
namespace {

std::string by_id(const std::string& id) {
    return R"({"TokenId":")" + id + R"("})";
}

/// Source: rule CO-10.
TEST_F(TokenTest, IsDeletedOnceAndForAll) {
    const auto id = create_token().text("TokenId");
    EXPECT_TRUE(must(world.admin(), "DeleteToken", by_id(id)).recorded);
    EXPECT_FALSE(must(world.admin(), "DeleteToken", by_id(id)).recorded);
}

TEST_F(TokenTest, IsDeletedByItsOwnerInItsHomeRegionOnly) {
    const auto id = create_token().text("TokenId");
    EXPECT_EQ(refusal(a, "DeleteToken", by_id(id)), "ResourceNotFoundException");
    EXPECT_EQ(refusal(world.admin(), "DeleteToken", by_id("t-0123456789abcdef0123456789abcdef")),
              "ResourceNotFoundException");
    EXPECT_EQ(refusal(world.admin(), "DeleteToken", by_id("x")), "ResourceNotFoundException");
    EXPECT_EQ(refusal(world.admin(), "DeleteToken", by_id(id), "eu-west-1"), "RedirectException");
    EXPECT_EQ(refusal(world.admin(), "DeleteToken", "{}"), "ValidationException");
    expect_role_required("DeleteToken", by_id(id));
}

}  // namespace
}  // namespace licet::api
