// SPDX-License-Identifier: Apache-2.0
#include "api/organizations/fixture_test.h"

namespace licet::api {
namespace {

using DeleteOrganizationalUnitTest = OrganizationsTest;

TEST_F(DeleteOrganizationalUnitTest, DeletesAnEmptyUnit) {
    const std::string id = make_unit(root, "a");
    const std::string request = R"({"OrganizationalUnitId":")" + id + R"("})";
    expect_management_only("DeleteOrganizationalUnit", request);
    EXPECT_EQ(must("DeleteOrganizationalUnit", request).body, "{}");
    EXPECT_EQ(refusal("DeleteOrganizationalUnit", request), "OrganizationalUnitNotFoundException");
    EXPECT_EQ(refusal("DescribeOrganizationalUnit", request),
              "OrganizationalUnitNotFoundException");
    make_unit(root, "a");
}

TEST_F(DeleteOrganizationalUnitTest, KeepsAUnitWithSomethingInIt) {
    const std::string outer = make_unit(root, "a");
    make_unit(outer, "b");
    EXPECT_EQ(refusal("DeleteOrganizationalUnit", R"({"OrganizationalUnitId":")" + outer + R"("})"),
              "OrganizationalUnitNotEmptyException");
    EXPECT_EQ(refusal("DeleteOrganizationalUnit", R"({"OrganizationalUnitId":"r-root"})"),
              "InvalidInputException");
}

}  // namespace
}  // namespace licet::api
