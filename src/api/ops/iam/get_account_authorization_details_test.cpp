// SPDX-License-Identifier: Apache-2.0
#include "api/iam/fixture_test.h"
#include "base/encoding.h"

namespace licet::api {
namespace {

struct GetAccountAuthorizationDetailsTest : IamTest {
    const std::string text =
        R"({"Statement":{"Effect":"Allow","Action":"bedrock:Get*","Resource":"*"}})";

    testing::Reply details(const std::string& filter = "") {
        return must("GetAccountAuthorizationDetails",
                    filter.empty() ? "{}" : R"({"Filter":[")" + filter + R"("]})");
    }
};

TEST_F(GetAccountAuthorizationDetailsTest, ShowsEveryIdentityAndPolicyWithItsText) {
    make_user("bob");
    make_role("ops", anyone);
    must("CreateGroup", R"({"GroupName":"g"})");
    must("AddUserToGroup", R"({"GroupName":"g","UserName":"bob"})");
    must("PutGroupPolicy",
         R"({"GroupName":"g","PolicyName":"p","PolicyDocument":)" + quoted(text) + "}");
    const auto arn =
        must("CreatePolicy", R"({"PolicyName":"own","PolicyDocument":)" + quoted(text) + "}")
            .text("Policy.Arn");
    must("AttachRolePolicy", R"({"RoleName":"ops","PolicyArn":")" + arn + R"("})");
    const auto users = details("User");
    EXPECT_EQ(users.count("UserDetailList"), 2U);
    EXPECT_EQ(users.text("UserDetailList.0.AttachedManagedPolicies.0.PolicyName"),
              "AdministratorAccess");
    EXPECT_EQ(users.text("UserDetailList.1.GroupList"), R"(["g"])");
    EXPECT_EQ(users.count("RoleDetailList"), 0U);
    const auto groups = details("Group");
    EXPECT_EQ(
        percent_decode(groups.text("GroupDetailList.0.GroupPolicyList.0.PolicyDocument")).value(),
        text);
    const auto roles = details("Role");
    const auto last = roles.count("RoleDetailList") - 1;  // after service-linked ones
    EXPECT_EQ(roles.text("RoleDetailList." + std::to_string(last) + ".AttachedManagedPolicies"),
              R"([{"PolicyName":"own","PolicyArn":")" + arn + R"("}])");
    const auto own = details("LocalManagedPolicy");
    EXPECT_EQ(own.count("Policies"), 1U);
    EXPECT_EQ(percent_decode(own.text("Policies.0.PolicyVersionList.0.Document")).value(), text);
    EXPECT_EQ(details("AWSManagedPolicy").text("Policies.0.PolicyName"), "AdministratorAccess");
    const auto all = details();
    EXPECT_EQ(all.count("UserDetailList"), 2U);
    EXPECT_EQ(all.count("Policies"), 2U);
}

TEST_F(GetAccountAuthorizationDetailsTest, Pages) {
    make_user("bob");
    make_user("eve");
    const auto first = must("GetAccountAuthorizationDetails", R"({"MaxItems":2})");
    EXPECT_EQ(first.count("UserDetailList"), 2U);
    const auto rest =
        must("GetAccountAuthorizationDetails", R"({"Marker":")" + first.text("Marker") + R"("})");
    EXPECT_EQ(rest.text("UserDetailList.0.UserName"), "eve");
    EXPECT_EQ(refusal("GetAccountAuthorizationDetails",
                      R"({"Filter":["User"],"Marker":")" + first.text("Marker") + R"("})"),
              "ValidationError");
}

}  // namespace
}  // namespace licet::api
