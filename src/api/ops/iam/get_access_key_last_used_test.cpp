// SPDX-License-Identifier: Apache-2.0
#include "api/iam/fixture_test.h"

namespace licet::api {
namespace {

struct GetAccessKeyLastUsedTest : IamTest {
    std::string id;

    GetAccessKeyLastUsedTest() {
        make_user("bob");
        id = make_key("bob");
    }
    testing::Reply last_use() {
        return must("GetAccessKeyLastUsed", R"({"AccessKeyId":")" + id + R"("})");
    }
    model::Principal bob() {
        auto who = user("bob");
        who.access_key_id = id;
        return who;
    }
};

TEST_F(GetAccessKeyLastUsedTest, SaysSoWhenAKeyWasNeverUsed) {
    const auto reply = last_use();
    EXPECT_EQ(reply.text("UserName"), "bob");
    EXPECT_EQ(reply.text("AccessKeyLastUsed.ServiceName"), "N/A");
    EXPECT_EQ(reply.text("AccessKeyLastUsed.Region"), "N/A");
    EXPECT_FALSE(reply.has("AccessKeyLastUsed.LastUsedDate"));
}

TEST_F(GetAccessKeyLastUsedTest, ShowsTheLastUseWhetherItChangedSomethingOrNot) {
    world.clock().advance(std::chrono::seconds{10});
    world.must(bob(), "iam", "CreateUser", R"({"UserName":"eve"})", "eu-west-1");
    auto reply = last_use();
    EXPECT_EQ(reply.text("AccessKeyLastUsed.ServiceName"), "iam");
    EXPECT_EQ(reply.text("AccessKeyLastUsed.Region"), "eu-west-1");
    EXPECT_EQ(reply.text("AccessKeyLastUsed.LastUsedDate"), "1790000010");

    world.clock().advance(std::chrono::seconds{10});
    world.must(bob(), "sts", "GetCallerIdentity", "{}");
    world.clock().advance(std::chrono::seconds{10});
    must("ListUsers", "{}");
    reply = last_use();
    EXPECT_EQ(reply.text("AccessKeyLastUsed.ServiceName"), "sts");
    EXPECT_EQ(reply.text("AccessKeyLastUsed.LastUsedDate"), "1790000020");
}

TEST_F(GetAccessKeyLastUsedTest, RefusesWithTheDocumentedErrors) {
    const auto request = R"({"AccessKeyId":")" + id + R"("})";
    EXPECT_EQ(refusal(stranger(), "iam", "GetAccessKeyLastUsed", request), "NoSuchEntity");
    EXPECT_EQ(refusal("GetAccessKeyLastUsed", R"({"AccessKeyId":"AKIANOBODY0000000000"})"),
              "NoSuchEntity");
    EXPECT_EQ(refusal("GetAccessKeyLastUsed", R"({"AccessKeyId":"short"})"), "ValidationError");
}

}  // namespace
}  // namespace licet::api
