// SPDX-License-Identifier: Apache-2.0
#include "api/organizations/fixture_test.h"

namespace licet::api {
namespace {

using DescribeOrganizationTest = OrganizationsTest;

TEST_F(DescribeOrganizationTest, AnswersEveryMember) {
    const auto member = world.create_account("a");
    for (const auto& who : {world.admin(), member}) {
        const auto reply = world.must(who, "organizations", "DescribeOrganization", "{}");
        EXPECT_EQ(reply.text("Organization.Id"), "o-exampleorg1");
        EXPECT_EQ(reply.text("Organization.Arn"),
                  "arn:aws:organizations::111111111111:organization/o-exampleorg1");
        EXPECT_EQ(reply.text("Organization.FeatureSet"), "ALL");
        EXPECT_EQ(reply.text("Organization.MasterAccountId"), "111111111111");
        EXPECT_EQ(reply.text("Organization.MasterAccountArn"),
                  "arn:aws:organizations::111111111111:account/o-exampleorg1/111111111111");
        EXPECT_EQ(reply.text("Organization.MasterAccountEmail"), "management@example.com");
        EXPECT_EQ(reply.text("Organization.AvailablePolicyTypes"), "[]");
    }
}

TEST_F(DescribeOrganizationTest, TellsAStrangerThatThereIsNone) {
    EXPECT_EQ(refusal(stranger(), "DescribeOrganization", "{}"),
              "AWSOrganizationsNotInUseException");
    EXPECT_EQ(refusal(testing::World::root_of("888888888888"), "DescribeOrganization", "{}"),
              "AWSOrganizationsNotInUseException");
}

}  // namespace
}  // namespace licet::api
