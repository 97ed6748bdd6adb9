// SPDX-License-Identifier: Apache-2.0
#include "api/organizations/policy_fixture_test.h"

namespace licet::api {
namespace {

using DescribePolicyTest = PolicyTest;

TEST_F(DescribePolicyTest, ShowsThoseOfTheOrganizationAndOfAws) {
    const std::string id = make_scp("deny");
    EXPECT_EQ(must("DescribePolicy", naming(id)).text("Policy.PolicySummary.Name"), "deny");
    const auto aws = must("DescribePolicy", naming(full_access));
    EXPECT_EQ(aws.text("Policy.PolicySummary.Arn"),
              "arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess");
    EXPECT_EQ(aws.text("Policy.PolicySummary.AwsManaged"), "true");
    EXPECT_EQ(aws.text("Policy.Content"), R"({"Version":"2012-10-17","Statement":)"
                                          R"([{"Effect":"Allow","Action":"*","Resource":"*"}]})");
}

TEST_F(DescribePolicyTest, RefusesWithTheDocumentedErrors) {
    EXPECT_EQ(refusal("DescribePolicy", naming(none)), "PolicyNotFoundException");
    EXPECT_EQ(refusal("DescribePolicy", naming("p-")), "InvalidInputException");
    expect_readers_only("DescribePolicy", naming(full_access));
}

}  // namespace
}  // namespace licet::api
