// SPDX-License-Identifier: Apache-2.0
#include "api/iam/fixture_test.h"

namespace licet::api {
namespace {

using GetUserTest = IamTest;

TEST_F(GetUserTest, ShowsTheNamedUser) {
    make_user("bob", "/dev/");
    const auto reply = must("GetUser", R"({"UserName":"bob"})");
    EXPECT_FALSE(reply.recorded);
    EXPECT_EQ(reply.text("User.Arn"), "arn:aws:iam::111111111111:user/dev/bob");
}

TEST_F(GetUserTest, ShowsTheCaller) {
    EXPECT_EQ(must("GetUser", "{}").text("User.UserId"), world.admin().id);
    const auto root = world.must(stranger(), "iam", "GetUser", "{}");
    EXPECT_EQ(root.text("User.UserId"), "222222222222");
    EXPECT_EQ(root.text("User.Arn"), "arn:aws:iam::222222222222:root");
    EXPECT_FALSE(root.has("User.UserName"));
}

TEST_F(GetUserTest, RefusesWithTheDocumentedErrors) {
    make_role("ops", anyone);
    EXPECT_EQ(refusal(session("ops"), "iam", "GetUser", "{}"), "ValidationError");
    EXPECT_EQ(refusal("GetUser", R"({"UserName":"none"})"), "NoSuchEntity");
    EXPECT_EQ(refusal(stranger(), "iam", "GetUser", R"({"UserName":"admin"})"), "NoSuchEntity");
    EXPECT_EQ(refusal("GetUser", R"({"UserName":"a/b"})"), "ValidationError");
}

}  // namespace
}  // namespace licet::api
