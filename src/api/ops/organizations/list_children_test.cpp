// SPDX-License-Identifier: Apache-2.0
#include "api/organizations/fixture_test.h"

namespace licet::api {
namespace {

using ListChildrenTest = OrganizationsTest;

using ::testing::UnorderedElementsAre;

TEST_F(ListChildrenTest, ListsAccountsOrUnitsInPages) {
    const std::string u = make_unit(root, "u");
    const std::string v = make_unit(root, "v");
    const std::string account = make_account("a");
    const auto ids = [&](const std::string& parent, const std::string& type) {
        return walk("ListChildren",
                    R"("ParentId":")" + parent + R"(","ChildType":")" + type + R"(",)", "Children",
                    "Id");
    };
    EXPECT_THAT(ids(root, "ACCOUNT"), UnorderedElementsAre(management, account));
    EXPECT_THAT(ids(root, "ORGANIZATIONAL_UNIT"), UnorderedElementsAre(u, v));
    EXPECT_THAT(ids(u, "ACCOUNT"), UnorderedElementsAre());
    EXPECT_THAT(ids(u, "ORGANIZATIONAL_UNIT"), UnorderedElementsAre());
    const auto reply =
        must("ListChildren", R"({"ParentId":"r-root","ChildType":"ORGANIZATIONAL_UNIT"})");
    EXPECT_EQ(reply.text("Children.0.Type"), "ORGANIZATIONAL_UNIT");
}

TEST_F(ListChildrenTest, RefusesWithTheDocumentedErrors) {
    EXPECT_EQ(refusal("ListChildren", R"({"ParentId":"r-none","ChildType":"ACCOUNT"})"),
              "ParentNotFoundException");
    EXPECT_EQ(refusal("ListChildren", R"({"ParentId":"r-root","ChildType":"POLICY"})"),
              "InvalidInputException");
    EXPECT_EQ(refusal("ListChildren", R"({"ParentId":"r-root"})"), "InvalidInputException");
    expect_pages_checked("ListChildren", R"("ParentId":"r-root","ChildType":"ACCOUNT",)");
    expect_pages_checked("ListChildren",
                         R"("ParentId":"r-root","ChildType":"ORGANIZATIONAL_UNIT",)");
    expect_readers_only("ListChildren", R"({"ParentId":"r-root","ChildType":"ACCOUNT"})");
}

TEST_F(ListChildrenTest, TakesNoTokenOfAnotherParentOrType) {
    const std::string u = make_unit(root, "u");
    make_unit(root, "v");
    const auto token =
        must("ListChildren",
             R"({"ParentId":"r-root","ChildType":"ORGANIZATIONAL_UNIT","MaxResults":1})")
            .text("NextToken");
    const auto with = [&](const std::string& parent, const std::string& type) {
        return refusal("ListChildren", R"({"ParentId":")" + parent + R"(","ChildType":")" + type +
                                           R"(","NextToken":")" + token + R"("})");
    };
    EXPECT_EQ(with(root, "ORGANIZATIONAL_UNIT"), "");
    EXPECT_EQ(with(root, "ACCOUNT"), "InvalidInputException/INVALID_NEXT_TOKEN");
    EXPECT_EQ(with(u, "ORGANIZATIONAL_UNIT"), "InvalidInputException/INVALID_NEXT_TOKEN");
}

}  // namespace
}  // namespace licet::api
