// SPDX-License-Identifier: Apache-2.0
#include "api/organizations/fixture_test.h"

namespace licet::api {
namespace {

using ListTagsForResourceTest = OrganizationsTest;

TEST_F(ListTagsForResourceTest, ListsTagsByKey) {
    EXPECT_EQ(must("ListTagsForResource", R"({"ResourceId":"111111111111"})").body,
              R"({"Tags":[]})");
    must(
        "TagResource",
        R"({"ResourceId":"111111111111","Tags":[{"Key":"b","Value":"2"},{"Key":"a","Value":"1"}]})");
    EXPECT_EQ(must("ListTagsForResource", R"({"ResourceId":"111111111111"})").body,
              R"({"Tags":[{"Key":"a","Value":"1"},{"Key":"b","Value":"2"}]})");
}

TEST_F(ListTagsForResourceTest, RefusesWithTheDocumentedErrors) {
    const std::string other = stranger().account.text();
    EXPECT_EQ(refusal("ListTagsForResource", R"({"ResourceId":")" + other + R"("})"),
              "TargetNotFoundException");
    EXPECT_EQ(refusal("ListTagsForResource", R"({"ResourceId":"x"})"), "InvalidInputException");
    EXPECT_EQ(refusal("ListTagsForResource", R"({"ResourceId":"r-root","NextToken":"x"})"),
              "InvalidInputException/INVALID_NEXT_TOKEN");
    expect_readers_only("ListTagsForResource", R"({"ResourceId":"r-root"})");
}

}  // namespace
}  // namespace licet::api
