// SPDX-License-Identifier: Apache-2.0
#include "api/organizations/fixture_test.h"

namespace licet::api {
namespace {

using ListRootsTest = OrganizationsTest;

TEST_F(ListRootsTest, ListsTheOneRoot) {
    const auto reply = must("ListRoots", R"({"MaxResults":1})");
    ASSERT_EQ(reply.count("Roots"), 1U);
    EXPECT_EQ(reply.text("Roots.0.Id"), root);
    EXPECT_EQ(reply.text("Roots.0.Arn"),
              "arn:aws:organizations::111111111111:root/o-exampleorg1/r-root");
    EXPECT_EQ(reply.text("Roots.0.Name"), "Root");
    EXPECT_EQ(reply.text("Roots.0.PolicyTypes"), "[]");
    EXPECT_FALSE(reply.has("NextToken"));
}

TEST_F(ListRootsTest, IsForReaders) {
    expect_readers_only("ListRoots", "{}");
    expect_pages_checked("ListRoots", "");
}

}  // namespace
}  // namespace licet::api
