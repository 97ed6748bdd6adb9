// SPDX-License-Identifier: Apache-2.0
#include "api/iam/fixture_test.h"

namespace licet::api {
namespace {

using ListAccessKeysTest = IamTest;

TEST_F(ListAccessKeysTest, ListsKeysWithoutSecretsInPages) {
    make_user("bob");
    make_user("eve");
    const auto first = make_key("bob");
    const auto second = make_key("bob");
    make_key("eve");
    for (const int size : {1, 2, 100}) {
        EXPECT_THAT(walk("ListAccessKeys", R"("UserName":"bob",)", "AccessKeyMetadata",
                         "AccessKeyId", size),
                    ::testing::UnorderedElementsAre(first, second));
    }
    const auto reply = must("ListAccessKeys", R"({"UserName":"bob"})");
    EXPECT_EQ(reply.text("AccessKeyMetadata.0.UserName"), "bob");
    EXPECT_EQ(reply.text("AccessKeyMetadata.0.Status"), "Active");
    EXPECT_EQ(reply.body.find("ecret"), std::string::npos);
    EXPECT_EQ(must("ListAccessKeys", "{}").count("AccessKeyMetadata"), 0U);
}

TEST_F(ListAccessKeysTest, RefusesWithTheDocumentedErrors) {
    make_user("bob");
    make_role("ops", anyone);
    EXPECT_EQ(refusal(session("ops"), "iam", "ListAccessKeys", "{}"), "ValidationError");
    EXPECT_EQ(refusal("ListAccessKeys", R"({"UserName":"none"})"), "NoSuchEntity");
    EXPECT_EQ(refusal(stranger(), "iam", "ListAccessKeys", R"({"UserName":"bob"})"),
              "NoSuchEntity");
    EXPECT_EQ(refusal("ListAccessKeys", R"({"MaxItems":0})"), "ValidationError");
    EXPECT_EQ(refusal("ListAccessKeys", R"({"Marker":"x"})"), "ValidationError");
}

}  // namespace
}  // namespace licet::api
