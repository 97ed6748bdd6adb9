// SPDX-License-Identifier: Apache-2.0
#include "api/organizations/fixture_test.h"

namespace licet::api {
namespace {

using RemoveAccountFromOrganizationTest = OrganizationsTest;

TEST_F(RemoveAccountFromOrganizationTest, MakesTheAccountStandAlone) {
    const std::string id = make_account("a");
    const std::string request = R"({"AccountId":")" + id + R"("})";
    EXPECT_EQ(must("RemoveAccountFromOrganization", request).body, "{}");
    EXPECT_EQ(refusal("DescribeAccount", request), "AccountNotFoundException");
    EXPECT_EQ(refusal("RemoveAccountFromOrganization", request), "AccountNotFoundException");
    const auto alone = testing::World::root_of(id);
    EXPECT_EQ(refusal(alone, "DescribeOrganization", "{}"), "AWSOrganizationsNotInUseException");
    world.must(alone, "organizations", "CreateOrganization", "{}");
}

// rule OR-4
TEST_F(RemoveAccountFromOrganizationTest, RefusesWithTheDocumentedErrors) {
    EXPECT_EQ(refusal("RemoveAccountFromOrganization", R"({"AccountId":"111111111111"})"),
              "MasterCannotLeaveOrganizationException");
    EXPECT_EQ(refusal("RemoveAccountFromOrganization", "{}"), "InvalidInputException");
    const std::string id = make_account("a");
    const std::string request = R"({"AccountId":")" + id + R"("})";
    expect_management_only("RemoveAccountFromOrganization", request);
    delegate(id);
    EXPECT_EQ(refusal("RemoveAccountFromOrganization", request),
              "ConstraintViolationException/CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG");
}

}  // namespace
}  // namespace licet::api
