// SPDX-License-Identifier: Apache-2.0
#include "api/organizations/fixture_test.h"

namespace licet::api {
namespace {

using DeleteOrganizationTest = OrganizationsTest;

// rule 9.2 (Organization)
TEST_F(DeleteOrganizationTest, EndsAnEmptyOneAndAllowsAnother) {
    const auto member = world.create_account("a");
    EXPECT_EQ(refusal("DeleteOrganization", "{}"), "OrganizationNotEmptyException");
    EXPECT_EQ(refusal(member, "DeleteOrganization", "{}"), "AccessDeniedException");
    world.must(member, "organizations", "LeaveOrganization", "{}");
    const std::string before = must("DescribeOrganization", "{}").text("Organization.Id");
    EXPECT_EQ(must("DeleteOrganization", "{}").body, "{}");
    EXPECT_EQ(refusal("DeleteOrganization", "{}"), "AWSOrganizationsNotInUseException");
    EXPECT_NE(must("CreateOrganization", "{}").text("Organization.Id"), before);
}

TEST_F(DeleteOrganizationTest, RefusesOneWithUnits) {
    const std::string unit = make_unit(must("ListRoots", "{}").text("Roots.0.Id"), "unit");
    EXPECT_EQ(refusal("DeleteOrganization", "{}"), "OrganizationNotEmptyException");
}

}  // namespace
}  // namespace licet::api
