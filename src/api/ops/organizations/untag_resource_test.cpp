// SPDX-License-Identifier: Apache-2.0
#include "api/organizations/fixture_test.h"

namespace licet::api {
namespace {

using UntagResourceTest = OrganizationsTest;

TEST_F(UntagResourceTest, TakesTagsThatAreThere) {
    must("TagResource",
         R"({"ResourceId":"r-root","Tags":[{"Key":"a","Value":"1"},{"Key":"b","Value":"2"}]})");
    const std::string request = R"({"ResourceId":"r-root","TagKeys":["a","c"]})";
    EXPECT_TRUE(must("UntagResource", request).recorded);
    EXPECT_FALSE(must("UntagResource", request).recorded);
    EXPECT_EQ(must("ListTagsForResource", R"({"ResourceId":"r-root"})").body,
              R"({"Tags":[{"Key":"b","Value":"2"}]})");
}

TEST_F(UntagResourceTest, RefusesWithTheDocumentedErrors) {
    EXPECT_EQ(refusal("UntagResource", R"({"ResourceId":"r-none","TagKeys":["a"]})"),
              "TargetNotFoundException");
    EXPECT_EQ(refusal("UntagResource", R"({"ResourceId":"r-root","TagKeys":["aws:a"]})"),
              "InvalidInputException/INVALID_SYSTEM_TAGS_PARAMETER");
    EXPECT_EQ(refusal("UntagResource", R"({"ResourceId":"r-root","TagKeys":[""]})"),
              "InvalidInputException");
    EXPECT_EQ(refusal("UntagResource", R"({"ResourceId":"r-root"})"), "InvalidInputException");
    expect_management_only("UntagResource", R"({"ResourceId":"r-root","TagKeys":["a"]})");
}

}  // namespace
}  // namespace licet::api
