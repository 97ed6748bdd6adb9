// SPDX-License-Identifier: Apache-2.0
#include "api/iam/fixture_test.h"

namespace licet::api {
namespace {

using DeleteUserTest = IamTest;

TEST_F(DeleteUserTest, DeletesAUserWithoutKeys) {
    make_user("bob");
    EXPECT_TRUE(must("DeleteUser", R"({"UserName":"bob"})").recorded);
    EXPECT_EQ(refusal("GetUser", R"({"UserName":"bob"})"), "NoSuchEntity");
}

TEST_F(DeleteUserTest, RefusesWithTheDocumentedErrors) {
    make_user("bob");
    make_key("bob");
    EXPECT_EQ(refusal("DeleteUser", R"({"UserName":"bob"})"), "DeleteConflict");
    EXPECT_EQ(refusal("DeleteUser", R"({"UserName":"none"})"), "NoSuchEntity");
    EXPECT_EQ(refusal(stranger(), "iam", "DeleteUser", R"({"UserName":"bob"})"), "NoSuchEntity");
    EXPECT_EQ(refusal("DeleteUser", "{}"), "ValidationError");
}

}  // namespace
}  // namespace licet::api
