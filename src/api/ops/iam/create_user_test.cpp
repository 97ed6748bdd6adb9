// SPDX-License-Identifier: Apache-2.0
#include "api/iam/fixture_test.h"

namespace licet::api {
namespace {

using CreateUserTest = IamTest;

TEST_F(CreateUserTest, ShowsWhatItMade) {
    const auto reply = must("CreateUser", R"({"UserName":"bob","Path":"/dev/",)"
                                          R"("Tags":[{"Key":"k","Value":"v"}]})");
    EXPECT_TRUE(reply.recorded);
    EXPECT_EQ(reply.text("User.UserName"), "bob");
    EXPECT_EQ(reply.text("User.Path"), "/dev/");
    EXPECT_EQ(reply.text("User.Arn"), "arn:aws:iam::111111111111:user/dev/bob");
    EXPECT_EQ(reply.text("User.UserId").substr(0, 4), "AIDA");
    EXPECT_EQ(reply.text("User.CreateDate"), "1790000000");
    EXPECT_EQ(reply.text("User.Tags.0.Key"), "k");
    EXPECT_EQ(world.records().back().resources.at(0).type, "AWS::IAM::User");
}

TEST_F(CreateUserTest, RefusesWithTheDocumentedErrors) {
    EXPECT_EQ(refusal("CreateUser", R"({"UserName":"ADMIN"})"), "EntityAlreadyExists");
    EXPECT_EQ(refusal("CreateUser", "{}"), "ValidationError");
    EXPECT_EQ(refusal("CreateUser", R"({"UserName":"a b"})"), "ValidationError");
    EXPECT_EQ(refusal("CreateUser", R"({"UserName":")" + std::string(65, 'x') + R"("})"),
              "ValidationError");
    EXPECT_EQ(refusal("CreateUser", R"({"UserName":"x","Path":"/a"})"), "ValidationError");
    EXPECT_EQ(refusal("CreateUser", R"({"UserName":"x","Tags":[{"Key":"aws:k","Value":"v"}]})"),
              "InvalidInput");
    EXPECT_EQ(refusal("CreateUser", R"({"UserName":"x","PermissionsBoundary":)"
                                    R"("arn:aws:iam::111111111111:policy/p"})"),
              "NoSuchEntity");
}

TEST_F(CreateUserTest, ActsOnTheCallersAccountOnly) {
    const auto other = stranger();
    EXPECT_EQ(world.must(other, "iam", "CreateUser", R"({"UserName":"admin"})").text("User.Arn"),
              "arn:aws:iam::222222222222:user/admin");
}

}  // namespace
}  // namespace licet::api
