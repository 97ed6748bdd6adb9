// SPDX-License-Identifier: Apache-2.0
#include "api/organizations/fixture_test.h"

namespace licet::api {
namespace {

using TagResourceTest = OrganizationsTest;

TEST_F(TagResourceTest, AddsAndReplacesTags) {
    const std::string unit = make_unit(root, "u");
    for (const std::string& id : {root, unit, management}) {
        const auto put = [&](const std::string& tags) {
            return must("TagResource", R"({"ResourceId":")" + id + R"(","Tags":)" + tags + "}");
        };
        EXPECT_EQ(put(R"([{"Key":"a","Value":"1"},{"Key":"b","Value":""}])").body, "{}");
        EXPECT_TRUE(put(R"([{"Key":"a","Value":"2"}])").recorded);
        EXPECT_FALSE(put(R"([{"Key":"a","Value":"2"}])").recorded);
        EXPECT_EQ(must("ListTagsForResource", R"({"ResourceId":")" + id + R"("})").body,
                  R"({"Tags":[{"Key":"a","Value":"2"},{"Key":"b","Value":""}]})");
    }
}

TEST_F(TagResourceTest, RefusesWithTheDocumentedErrors) {
    const auto put = [&](const std::string& id, const std::string& tags) {
        return refusal("TagResource", R"({"ResourceId":")" + id + R"(","Tags":)" + tags + "}");
    };
    const std::string good = R"([{"Key":"a","Value":"1"}])";
    EXPECT_EQ(put("r-none", good), "TargetNotFoundException");
    EXPECT_EQ(put("888888888888", good), "TargetNotFoundException");
    EXPECT_EQ(put("p-examplepolicy", good), "TargetNotFoundException");
    EXPECT_EQ(put("thing", good), "InvalidInputException");
    EXPECT_EQ(put(root, R"([{"Key":"","Value":"1"}])"), "InvalidInputException");
    EXPECT_EQ(put(root, R"([{"Key":"a"}])"), "InvalidInputException");
    EXPECT_EQ(put(root, R"([{"Key":"a<","Value":"1"}])"), "InvalidInputException/INVALID_PATTERN");
    EXPECT_EQ(put(root, R"([{"Key":"aws:a","Value":"1"}])"),
              "InvalidInputException/INVALID_SYSTEM_TAGS_PARAMETER");
    EXPECT_EQ(put(root, R"([{"Key":"a","Value":"1"},{"Key":"a","Value":"1"}])"),
              "InvalidInputException/DUPLICATE_TAG_KEY");
    std::string many = R"([{"Key":"0","Value":""})";
    for (int i = 1; i <= 50; ++i) {
        many += R"(,{"Key":")" + std::to_string(i) + R"(","Value":""})";
    }
    EXPECT_EQ(put(root, many + "]"), "ConstraintViolationException/MAX_TAG_LIMIT_EXCEEDED");
    EXPECT_EQ(refusal("TagResource", R"({"ResourceId":"r-root"})"), "InvalidInputException");
    expect_management_only("TagResource", R"({"ResourceId":"r-root","Tags":)" + good + "}");
}

}  // namespace
}  // namespace licet::api
