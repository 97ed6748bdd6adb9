// SPDX-License-Identifier: Apache-2.0
#include "api/iam/fixture_test.h"

namespace licet::api {
namespace {

using CreateServiceLinkedRoleTest = IamTest;

// rule ME-12
TEST_F(CreateServiceLinkedRoleTest, CreatesTheRoleOfAService) {
    const auto reply =
        must("CreateServiceLinkedRole", R"({"AWSServiceName":"license-manager.amazonaws.com"})");
    EXPECT_TRUE(reply.recorded);
    EXPECT_EQ(reply.text("Role.RoleName"), "AWSServiceRoleForAWSLicenseManagerRole");
    EXPECT_EQ(reply.text("Role.Path"), "/aws-service-role/license-manager.amazonaws.com/");
    EXPECT_THAT(reply.text("Role.AssumeRolePolicyDocument"),
                ::testing::HasSubstr("license-manager.amazonaws.com"));
    EXPECT_EQ(must("GetRole", R"({"RoleName":"AWSServiceRoleForAWSLicenseManagerRole"})")
                  .text("Role.RoleId"),
              reply.text("Role.RoleId"));
}

TEST_F(CreateServiceLinkedRoleTest, TakesADescription) {
    const auto reply = must("CreateServiceLinkedRole",
                            R"({"AWSServiceName":"license-management.marketplace.amazonaws.com",)"
                            R"("Description":"mine"})");
    EXPECT_EQ(reply.text("Role.Description"), "mine");
    EXPECT_EQ(reply.text("Role.RoleName"), "AWSServiceRoleForMarketplaceLicenseManagement");
}

TEST_F(CreateServiceLinkedRoleTest, RefusesWithTheDocumentedErrors) {
    const auto refused = [&](const std::string& service, const std::string& more = "") {
        return refusal("CreateServiceLinkedRole",
                       R"({"AWSServiceName":")" + service + "\"" + more + "}");
    };
    EXPECT_EQ(refused("ec2.amazonaws.com"), "InvalidInput");
    EXPECT_EQ(refused("organizations.amazonaws.com"), "InvalidInput");
    EXPECT_EQ(refused("license-manager.amazonaws.com", R"(,"CustomSuffix":"x")"), "InvalidInput");
    EXPECT_EQ(refused(""), "ValidationError");
    EXPECT_EQ(refused("license-manager.amazonaws.com"), "");
    EXPECT_EQ(refused("license-manager.amazonaws.com"), "InvalidInput");
}

}  // namespace
}  // namespace licet::api
