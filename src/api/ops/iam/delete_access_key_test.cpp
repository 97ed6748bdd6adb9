// SPDX-License-Identifier: Apache-2.0
#include "api/iam/fixture_test.h"

namespace licet::api {
namespace {

using DeleteAccessKeyTest = IamTest;

TEST_F(DeleteAccessKeyTest, DeletesAKey) {
    make_user("bob");
    const auto id = make_key("bob");
    EXPECT_TRUE(
        must("DeleteAccessKey", R"({"UserName":"bob","AccessKeyId":")" + id + R"("})").recorded);
    EXPECT_EQ(must("ListAccessKeys", R"({"UserName":"bob"})").count("AccessKeyMetadata"), 0U);
}

TEST_F(DeleteAccessKeyTest, RefusesWithTheDocumentedErrors) {
    make_user("bob");
    const auto id = make_key("bob");
    const auto own = R"({"AccessKeyId":")" + id + R"("})";
    EXPECT_EQ(refusal("DeleteAccessKey", own), "NoSuchEntity");
    EXPECT_EQ(refusal(stranger(), "iam", "DeleteAccessKey",
                      R"({"UserName":"bob","AccessKeyId":")" + id + R"("})"),
              "NoSuchEntity");
    EXPECT_EQ(refusal("DeleteAccessKey", "{}"), "ValidationError");
    EXPECT_EQ(refusal("DeleteAccessKey", R"({"AccessKeyId":"AKIA-not-a-word-0000"})"),
              "ValidationError");
    EXPECT_EQ(refusal(user("bob"), "iam", "DeleteAccessKey", own), "");
}

}  // namespace
}  // namespace licet::api
