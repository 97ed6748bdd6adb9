// SPDX-License-Identifier: Apache-2.0
#include "api/iam/fixture_test.h"

namespace licet::api {
namespace {

using UpdateAccessKeyTest = IamTest;

TEST_F(UpdateAccessKeyTest, SwitchesAKeyOffAndOn) {
    make_user("bob");
    const auto id = make_key("bob");
    const auto update = [&](const std::string& status) {
        return must("UpdateAccessKey", R"({"UserName":"bob","AccessKeyId":")" + id +
                                           R"(","Status":")" + status + R"("})")
            .recorded;
    };
    EXPECT_TRUE(update("Inactive"));
    EXPECT_EQ(must("ListAccessKeys", R"({"UserName":"bob"})").text("AccessKeyMetadata.0.Status"),
              "Inactive");
    EXPECT_FALSE(update("Inactive"));
    EXPECT_TRUE(update("Active"));
}

TEST_F(UpdateAccessKeyTest, RefusesWithTheDocumentedErrors) {
    make_user("bob");
    const auto id = make_key("bob");
    const auto request = [&](const std::string& more) {
        return R"({"AccessKeyId":")" + id + "\"" + more + "}";
    };
    EXPECT_EQ(refusal("UpdateAccessKey", request(R"(,"Status":"Inactive")")), "NoSuchEntity");
    EXPECT_EQ(refusal("UpdateAccessKey", request(R"(,"UserName":"bob","Status":"Off")")),
              "ValidationError");
    EXPECT_EQ(refusal("UpdateAccessKey", request(R"(,"UserName":"bob")")), "ValidationError");
    EXPECT_EQ(refusal("UpdateAccessKey", R"({"AccessKeyId":"short","Status":"Active"})"),
              "ValidationError");
    EXPECT_EQ(refusal(user("bob"), "iam", "UpdateAccessKey", request(R"(,"Status":"Inactive")")),
              "");
}

}  // namespace
}  // namespace licet::api
