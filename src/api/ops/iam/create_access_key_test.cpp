// SPDX-License-Identifier: Apache-2.0
#include "api/iam/fixture_test.h"
#include "base/encoding.h"
#include "engine/record.h"

namespace licet::api {
namespace {

using CreateAccessKeyTest = IamTest;

TEST_F(CreateAccessKeyTest, ShowsTheSecretOnceAndStoresItSealed) {
    make_user("bob");
    const auto reply = must("CreateAccessKey", R"({"UserName":"bob"})");
    const auto id = reply.text("AccessKey.AccessKeyId");
    const auto secret = reply.text("AccessKey.SecretAccessKey");
    EXPECT_EQ(reply.text("AccessKey.UserName"), "bob");
    EXPECT_EQ(reply.text("AccessKey.Status"), "Active");
    EXPECT_EQ(id.size(), 20U);
    EXPECT_EQ(secret.size(), 40U);
    for (const auto& record : world.records()) {
        EXPECT_EQ(engine::encode(record).find(secret), std::string::npos);
    }
    const auto* key = model::find_access_key(world.state().identity, id);
    ASSERT_NE(key, nullptr);
    const auto sealed = from_base64(key->sealed_secret);
    ASSERT_TRUE(sealed.ok());
    EXPECT_EQ(sealed->find(secret), std::string::npos);
    EXPECT_EQ(world.records().back().resources.at(0).name, id);
}

TEST_F(CreateAccessKeyTest, WithoutANameIsForTheCaller) {
    EXPECT_EQ(must("CreateAccessKey", "{}").text("AccessKey.UserName"), "admin");
    const auto root = stranger();
    EXPECT_EQ(world.must(root, "iam", "CreateAccessKey", "{}").text("AccessKey.UserName"), "");
}

TEST_F(CreateAccessKeyTest, RefusesWithTheDocumentedErrors) {
    make_user("bob");
    make_role("ops", anyone);
    EXPECT_EQ(refusal(session("ops"), "iam", "CreateAccessKey", "{}"), "ValidationError");
    EXPECT_EQ(refusal("CreateAccessKey", R"({"UserName":"none"})"), "NoSuchEntity");
    EXPECT_EQ(refusal(stranger(), "iam", "CreateAccessKey", R"({"UserName":"bob"})"),
              "NoSuchEntity");
    make_key("bob");
    make_key("bob");
    const auto third = world.call(world.admin(), "iam", "CreateAccessKey", R"({"UserName":"bob"})");
    EXPECT_EQ(third.error, "LimitExceeded");
    EXPECT_EQ(third.message, "Cannot exceed quota for AccessKeysPerUser: 2");
}

}  // namespace
}  // namespace licet::api
