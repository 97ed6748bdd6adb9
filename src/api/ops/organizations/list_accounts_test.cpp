// SPDX-License-Identifier: Apache-2.0
#include "api/organizations/fixture_test.h"

namespace licet::api {
namespace {

using ListAccountsTest = OrganizationsTest;

using ::testing::UnorderedElementsAre;

TEST_F(ListAccountsTest, ListsAllMembersInPages) {
    stranger();
    const std::string a = make_account("a");
    const std::string b = make_account("b");
    EXPECT_THAT(walk("ListAccounts", "", "Accounts", "Id"), UnorderedElementsAre(management, a, b));
    EXPECT_EQ(must("ListAccounts", "{}").count("Accounts"), 3U);
}

TEST_F(ListAccountsTest, HasTwentyToAPage) {
    for (int i = 0; i < 20; ++i) {
        make_account("a" + std::to_string(i));
    }
    const auto first = must("ListAccounts", "{}");
    EXPECT_EQ(first.count("Accounts"), 20U);
    const auto second =
        must("ListAccounts", R"({"NextToken":")" + first.text("NextToken") + R"("})");
    EXPECT_EQ(second.count("Accounts"), 1U);
    EXPECT_FALSE(second.has("NextToken"));
}

TEST_F(ListAccountsTest, RefusesWithTheDocumentedErrors) {
    expect_pages_checked("ListAccounts", "");
    expect_readers_only("ListAccounts", "{}");
}

}  // namespace
}  // namespace licet::api
