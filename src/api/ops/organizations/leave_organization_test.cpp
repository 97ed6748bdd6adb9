// SPDX-License-Identifier: Apache-2.0
#include "api/organizations/fixture_test.h"

namespace licet::api {
namespace {

using LeaveOrganizationTest = OrganizationsTest;

// rule OR-4
TEST_F(LeaveOrganizationTest, MakesTheCallersAccountStandAlone) {
    const auto member = world.create_account("a");
    EXPECT_EQ(world.must(member, "organizations", "LeaveOrganization", "{}").body, "{}");
    EXPECT_EQ(refusal(member, "LeaveOrganization", "{}"), "AWSOrganizationsNotInUseException");
    EXPECT_EQ(refusal("DescribeAccount", R"({"AccountId":")" + member.account.text() + R"("})"),
              "AccountNotFoundException");
}

// rules OR-4, U-28
TEST_F(LeaveOrganizationTest, RefusesWithTheDocumentedErrors) {
    EXPECT_EQ(refusal("LeaveOrganization", "{}"), "MasterCannotLeaveOrganizationException");
    EXPECT_EQ(refusal(stranger(), "LeaveOrganization", "{}"), "AWSOrganizationsNotInUseException");
    const auto delegated = delegate(make_account("delegate"));
    EXPECT_EQ(refusal(delegated, "LeaveOrganization", "{}"),
              "ConstraintViolationException/CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG");
    world.must(world.admin(), "licet", "UpdateOrganizationSettings",
               R"({"settings":{"created_account_wait_days":4}})");
    EXPECT_EQ(refusal(world.create_account("young"), "LeaveOrganization", "{}"),
              "ConstraintViolationException/WAIT_PERIOD_ACTIVE");
}

}  // namespace
}  // namespace licet::api
