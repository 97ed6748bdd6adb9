// SPDX-License-Identifier: Apache-2.0
#include "api/license_manager/fixture_test.h"

namespace licet::api {
namespace {

using LicenseManagerTagResourceTest = LicenseManagerTest;

TEST_F(LicenseManagerTagResourceTest, TagsLicensesAndGrants) {
    for (const std::string& arn : {license, create(organization)}) {
        const std::string of = R"({"ResourceArn":")" + arn + R"(")";
        must(world.admin(), "TagResource", of + R"(,"Tags":[{"Key":"a","Value":"1"}]})");
        must(world.admin(), "TagResource",
             of + R"(,"Tags":[{"Key":"a","Value":"2"},{"Key":"b","Value":""}]})");
        const auto shown = must(world.admin(), "ListTagsForResource", of + "}");
        ASSERT_EQ(shown.count("Tags"), 2U);
        EXPECT_EQ(shown.text("Tags.0.Value"), "2");
        EXPECT_EQ(shown.text("Tags.1.Key"), "b");
    }
}

TEST_F(LicenseManagerTagResourceTest, RefusesWithTheDocumentedErrors) {
    const std::string tags = R"(","Tags":[{"Key":"a","Value":"1"}]})";
    const auto request = [&](const std::string& arn) { return R"({"ResourceArn":")" + arn + tags; };
    EXPECT_EQ(refusal(a, "TagResource", request(license)), "ResourceNotFoundException");
    create(organization);
    EXPECT_EQ(refusal(a, "TagResource", request(license)), "AccessDeniedException");
    EXPECT_EQ(refusal(a, "TagResource", request(received(a))), "AccessDeniedException");
    EXPECT_EQ(refusal(world.admin(), "TagResource", request("arn:x")),
              "InvalidParameterValueException");
    EXPECT_EQ(
        refusal(world.admin(), "TagResource",
                R"({"ResourceArn":")" + license + R"(","Tags":[{"Key":"aws:a","Value":"1"}]})"),
        "InvalidParameterValueException");
    EXPECT_EQ(refusal(world.admin(), "TagResource", R"({"ResourceArn":")" + license + R"("})"),
              "ValidationException");
    EXPECT_EQ(
        refusal(world.admin(), "TagResource", R"({"ResourceArn":")" + license + R"(","Tags":[]})"),
        "ValidationException");
    expect_role_required("TagResource", request(license));
}

}  // namespace
}  // namespace licet::api
