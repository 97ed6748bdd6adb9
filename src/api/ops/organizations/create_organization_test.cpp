// SPDX-License-Identifier: Apache-2.0
#include "api/organizations/fixture_test.h"

namespace licet::api {
namespace {

using CreateOrganizationTest = OrganizationsTest;

using ::testing::MatchesRegex;

TEST_F(CreateOrganizationTest, HasAllFeaturesUnlessToldOtherwise) {
    const auto who = stranger();
    const auto reply = world.must(who, "organizations", "CreateOrganization", "{}");
    EXPECT_THAT(reply.text("Organization.Id"), MatchesRegex("o-[a-z0-9]{10}"));
    EXPECT_EQ(reply.text("Organization.FeatureSet"), "ALL");
    EXPECT_EQ(reply.text("Organization.MasterAccountId"), "999999999999");
    const auto roots = world.must(who, "organizations", "ListRoots", "{}");
    EXPECT_EQ(roots.count("Roots"), 1U);
    const auto accounts = world.must(who, "organizations", "ListAccounts", "{}");
    EXPECT_EQ(accounts.count("Accounts"), 1U);
    EXPECT_EQ(accounts.text("Accounts.0.JoinedMethod"), "INVITED");
}

TEST_F(CreateOrganizationTest, TakesConsolidatedBilling) {
    const auto reply = world.must(stranger(), "organizations", "CreateOrganization",
                                  R"({"FeatureSet":"CONSOLIDATED_BILLING"})");
    EXPECT_EQ(reply.text("Organization.FeatureSet"), "CONSOLIDATED_BILLING");
}

TEST_F(CreateOrganizationTest, RefusesMembersAndUnknownFeatureSets) {
    EXPECT_EQ(refusal("CreateOrganization", "{}"), "AlreadyInOrganizationException");
    EXPECT_EQ(refusal(world.create_account("a"), "CreateOrganization", "{}"),
              "AlreadyInOrganizationException");
    EXPECT_EQ(refusal(stranger(), "CreateOrganization", R"({"FeatureSet":"SOME"})"),
              "InvalidInputException");
}

}  // namespace
}  // namespace licet::api
