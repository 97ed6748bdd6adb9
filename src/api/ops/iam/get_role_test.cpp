// SPDX-License-Identifier: Apache-2.0
#include "api/iam/fixture_test.h"

namespace licet::api {
namespace {

using GetRoleTest = IamTest;

TEST_F(GetRoleTest, ShowsARole) {
    make_role("ops", anyone, R"(,"Tags":[{"Key":"k","Value":"v"}])");
    const auto reply = must("GetRole", R"({"RoleName":"ops"})");
    EXPECT_FALSE(reply.recorded);
    EXPECT_EQ(reply.text("Role.Arn"), "arn:aws:iam::111111111111:role/ops");
    EXPECT_EQ(reply.text("Role.MaxSessionDuration"), "3600");
    EXPECT_EQ(reply.text("Role.Tags.0.Value"), "v");
    EXPECT_EQ(reply.text("Role.CreateDate"), "1790000000");
    EXPECT_FALSE(reply.has("Role.Description"));
}

// rule ME-13
TEST_F(GetRoleTest, ShowsARoleThatFollowsFromTheOrganization) {
    const auto reply = must("GetRole", R"({"RoleName":"AWSServiceRoleForOrganizations"})");
    EXPECT_EQ(reply.text("Role.Arn"),
              "arn:aws:iam::111111111111:role/aws-service-role/organizations.amazonaws.com/"
              "AWSServiceRoleForOrganizations");
}

TEST_F(GetRoleTest, RefusesWithTheDocumentedErrors) {
    make_role("ops", anyone);
    const auto reply = world.call(world.admin(), "iam", "GetRole", R"({"RoleName":"none"})");
    EXPECT_EQ(reply.error, "NoSuchEntity");
    EXPECT_EQ(reply.message, "The role with name none cannot be found.");
    EXPECT_EQ(refusal(stranger(), "iam", "GetRole", R"({"RoleName":"ops"})"), "NoSuchEntity");
    EXPECT_EQ(refusal("GetRole", "{}"), "ValidationError");
    EXPECT_EQ(refusal("GetRole", R"({"RoleName":"a b"})"), "ValidationError");
}

}  // namespace
}  // namespace licet::api
