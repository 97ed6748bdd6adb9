// SPDX-License-Identifier: Apache-2.0
#include "api/organizations/fixture_test.h"

namespace licet::api {
namespace {

using DescribeOrganizationalUnitTest = OrganizationsTest;

TEST_F(DescribeOrganizationalUnitTest, ReturnsTheUnit) {
    const std::string id = make_unit(root, "a");
    const auto reply =
        must("DescribeOrganizationalUnit", R"({"OrganizationalUnitId":")" + id + R"("})");
    EXPECT_EQ(reply.text("OrganizationalUnit.Id"), id);
    EXPECT_EQ(reply.text("OrganizationalUnit.Name"), "a");
    EXPECT_EQ(reply.text("OrganizationalUnit.Arn"),
              "arn:aws:organizations::111111111111:ou/o-exampleorg1/" + id);
    expect_readers_only("DescribeOrganizationalUnit",
                        R"({"OrganizationalUnitId":")" + id + R"("})");
}

TEST_F(DescribeOrganizationalUnitTest, RefusesUnknownAndMalformedIds) {
    EXPECT_EQ(
        refusal("DescribeOrganizationalUnit", R"({"OrganizationalUnitId":"ou-root-00000000"})"),
        "OrganizationalUnitNotFoundException");
    EXPECT_EQ(refusal("DescribeOrganizationalUnit", R"({"OrganizationalUnitId":"r-root"})"),
              "InvalidInputException");
    EXPECT_EQ(refusal("DescribeOrganizationalUnit", "{}"), "InvalidInputException");
}

}  // namespace
}  // namespace licet::api
