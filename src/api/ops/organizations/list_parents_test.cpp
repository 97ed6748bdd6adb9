// SPDX-License-Identifier: Apache-2.0
#include "api/organizations/fixture_test.h"

namespace licet::api {
namespace {

using ListParentsTest = OrganizationsTest;

TEST_F(ListParentsTest, TellsWhereAccountsAndUnitsAre) {
    const std::string unit = make_unit(root, "u");
    const std::string inner = make_unit(unit, "i");
    const auto parent = [&](const std::string& child) {
        return must("ListParents", R"({"ChildId":")" + child + R"("})").body;
    };
    EXPECT_EQ(parent(management), R"({"Parents":[{"Id":"r-root","Type":"ROOT"}]})");
    EXPECT_EQ(parent(unit), R"({"Parents":[{"Id":"r-root","Type":"ROOT"}]})");
    EXPECT_EQ(parent(inner),
              R"({"Parents":[{"Id":")" + unit + R"(","Type":"ORGANIZATIONAL_UNIT"}]})");
}

TEST_F(ListParentsTest, RefusesWithTheDocumentedErrors) {
    const std::string other = stranger().account.text();
    EXPECT_EQ(refusal("ListParents", R"({"ChildId":")" + other + R"("})"),
              "ChildNotFoundException");
    EXPECT_EQ(refusal("ListParents", R"({"ChildId":"888888888888"})"), "ChildNotFoundException");
    EXPECT_EQ(refusal("ListParents", R"({"ChildId":"ou-root-00000000"})"),
              "ChildNotFoundException");
    EXPECT_EQ(refusal("ListParents", R"({"ChildId":"r-root"})"), "InvalidInputException");
    expect_pages_checked("ListParents", R"("ChildId":"111111111111",)");
    expect_readers_only("ListParents", R"({"ChildId":"111111111111"})");
}

}  // namespace
}  // namespace licet::api
