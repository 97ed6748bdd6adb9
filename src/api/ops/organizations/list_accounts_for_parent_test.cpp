// SPDX-License-Identifier: Apache-2.0
#include "api/organizations/fixture_test.h"

namespace licet::api {
namespace {

using ListAccountsForParentTest = OrganizationsTest;

using ::testing::UnorderedElementsAre;

TEST_F(ListAccountsForParentTest, ListsTheAccountsDirectlyBelowInPages) {
    const std::string unit = make_unit(root, "u");
    const std::string a = make_account("a");
    const std::string b = make_account("b");
    must("MoveAccount", R"({"AccountId":")" + b + R"(","SourceParentId":"r-root",)" +
                            R"("DestinationParentId":")" + unit + R"("})");
    const auto ids = [&](const std::string& parent) {
        return walk("ListAccountsForParent", R"("ParentId":")" + parent + R"(",)", "Accounts",
                    "Id");
    };
    EXPECT_THAT(ids(root), UnorderedElementsAre(management, a));
    EXPECT_THAT(ids(unit), UnorderedElementsAre(b));
    EXPECT_THAT(ids(make_unit(unit, "empty")), UnorderedElementsAre());
}

TEST_F(ListAccountsForParentTest, RefusesWithTheDocumentedErrors) {
    EXPECT_EQ(refusal("ListAccountsForParent", R"({"ParentId":"r-none"})"),
              "ParentNotFoundException");
    EXPECT_EQ(refusal("ListAccountsForParent", "{}"), "InvalidInputException");
    expect_pages_checked("ListAccountsForParent", R"("ParentId":"r-root",)");
    expect_readers_only("ListAccountsForParent", R"({"ParentId":"r-root"})");
}

}  // namespace
}  // namespace licet::api
