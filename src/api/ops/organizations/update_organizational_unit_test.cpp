// SPDX-License-Identifier: Apache-2.0
#include "api/organizations/fixture_test.h"

namespace licet::api {
namespace {

using UpdateOrganizationalUnitTest = OrganizationsTest;

TEST_F(UpdateOrganizationalUnitTest, RenamesTheUnit) {
    const std::string id = make_unit(root, "a");
    const auto reply =
        must("UpdateOrganizationalUnit", R"({"OrganizationalUnitId":")" + id + R"(","Name":"b"})");
    EXPECT_EQ(reply.text("OrganizationalUnit.Id"), id);
    EXPECT_EQ(reply.text("OrganizationalUnit.Name"), "b");
    EXPECT_TRUE(reply.recorded);
    const auto same =
        must("UpdateOrganizationalUnit", R"({"OrganizationalUnitId":")" + id + R"("})");
    EXPECT_EQ(same.text("OrganizationalUnit.Name"), "b");
    EXPECT_FALSE(same.recorded);
}

TEST_F(UpdateOrganizationalUnitTest, RefusesWithTheDocumentedErrors) {
    const std::string id = make_unit(root, "a");
    make_unit(root, "b");
    const std::string taken = R"({"OrganizationalUnitId":")" + id + R"(","Name":"b"})";
    EXPECT_EQ(refusal("UpdateOrganizationalUnit", taken), "DuplicateOrganizationalUnitException");
    EXPECT_EQ(refusal("UpdateOrganizationalUnit",
                      R"({"OrganizationalUnitId":"ou-root-00000000","Name":"c"})"),
              "OrganizationalUnitNotFoundException");
    EXPECT_EQ(refusal("UpdateOrganizationalUnit",
                      R"({"OrganizationalUnitId":")" + id + R"(","Name":""})"),
              "InvalidInputException");
    expect_management_only("UpdateOrganizationalUnit",
                           R"({"OrganizationalUnitId":")" + id + R"(","Name":"c"})");
}

}  // namespace
}  // namespace licet::api
