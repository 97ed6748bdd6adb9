// SPDX-License-Identifier: Apache-2.0
#include "api/iam/fixture_test.h"

namespace licet::api {
namespace {

using UpdateAssumeRolePolicyTest = IamTest;

TEST_F(UpdateAssumeRolePolicyTest, ChangesThePolicy) {
    make_role("ops", anyone);
    const std::string policy =
        R"({"Statement":{"Effect":"Deny","Principal":"*","Action":"sts:AssumeRole"}})";
    EXPECT_TRUE(must("UpdateAssumeRolePolicy",
                     R"({"RoleName":"ops","PolicyDocument":)" + quoted(policy) + "}")
                    .recorded);
    EXPECT_THAT(must("GetRole", R"({"RoleName":"ops"})").text("Role.AssumeRolePolicyDocument"),
                ::testing::HasSubstr("Deny"));
}

TEST_F(UpdateAssumeRolePolicyTest, RefusesWithTheDocumentedErrors) {
    make_role("ops", anyone);
    const auto refused = [&](const std::string& role, const std::string& policy) {
        return refusal("UpdateAssumeRolePolicy",
                       R"({"RoleName":")" + role + R"(","PolicyDocument":)" + quoted(policy) + "}");
    };
    EXPECT_EQ(refused("none", anyone), "NoSuchEntity");
    EXPECT_EQ(refused("ops", "[]"), "MalformedPolicyDocument");
    EXPECT_EQ(refused("ops", "\"" + std::string(2'048, 'x') + "\""), "LimitExceeded");
    EXPECT_EQ(refused("AWSServiceRoleForOrganizations", anyone), "UnmodifiableEntity");
    EXPECT_THAT(must("GetRole", R"({"RoleName":"ops"})").text("Role.AssumeRolePolicyDocument"),
                ::testing::HasSubstr("Allow"));
}

}  // namespace
}  // namespace licet::api
