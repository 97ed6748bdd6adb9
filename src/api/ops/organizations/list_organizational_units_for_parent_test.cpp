// SPDX-License-Identifier: Apache-2.0
#include "api/organizations/fixture_test.h"

namespace licet::api {
namespace {

using ListOrganizationalUnitsForParentTest = OrganizationsTest;

using ::testing::UnorderedElementsAre;

TEST_F(ListOrganizationalUnitsForParentTest, ListsTheUnitsDirectlyBelowInPages) {
    const std::string a = make_unit(root, "a");
    const std::string b = make_unit(root, "b");
    const std::string inner = make_unit(a, "inner");
    const auto ids = [&](const std::string& parent) {
        return walk("ListOrganizationalUnitsForParent", R"("ParentId":")" + parent + R"(",)",
                    "OrganizationalUnits", "Id");
    };
    EXPECT_THAT(ids(root), UnorderedElementsAre(a, b));
    EXPECT_THAT(ids(a), UnorderedElementsAre(inner));
    EXPECT_THAT(ids(b), UnorderedElementsAre());
    const auto reply = must("ListOrganizationalUnitsForParent", R"({"ParentId":")" + a + R"("})");
    EXPECT_EQ(reply.text("OrganizationalUnits.0.Name"), "inner");
    EXPECT_EQ(reply.text("OrganizationalUnits.0.Arn"),
              "arn:aws:organizations::111111111111:ou/o-exampleorg1/" + inner);
}

TEST_F(ListOrganizationalUnitsForParentTest, RefusesWithTheDocumentedErrors) {
    EXPECT_EQ(refusal("ListOrganizationalUnitsForParent", R"({"ParentId":"ou-root-00000000"})"),
              "ParentNotFoundException");
    EXPECT_EQ(refusal("ListOrganizationalUnitsForParent", R"({"ParentId":"x"})"),
              "InvalidInputException");
    expect_pages_checked("ListOrganizationalUnitsForParent", R"("ParentId":"r-root",)");
    expect_readers_only("ListOrganizationalUnitsForParent", R"({"ParentId":"r-root"})");
}

}  // namespace
}  // namespace licet::api
