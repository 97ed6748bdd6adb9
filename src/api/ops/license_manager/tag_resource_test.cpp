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

// issue 4, section 2: the scope of a grant is its grantor's to change
TEST_F(LicenseManagerTagResourceTest, ChangesTheScopeOfAGrant) {
    const std::string of = R"({"ResourceArn":")" + create(organization) + R"(")";
    const auto tags = [&](const std::string& key, const std::string& value) {
        return of + R"(,"Tags":[{"Key":")" + key + R"(","Value":")" + value + R"("}]})";
    };
    must(world.admin(), "TagResource", tags("licet:operations", "Converse"));
    must(world.admin(), "TagResource", tags("licet:not-before", "2027-01-01"));
    const auto refused = world.call(world.admin(), "license-manager", "TagResource",
                                    tags("licet:not-after", "2026-12-31"));
    EXPECT_EQ(refused.error, "ValidationException");
    EXPECT_THAT(refused.message, ::testing::HasSubstr("`licet:not-after`"));
    EXPECT_EQ(refusal(world.admin(), "TagResource", tags("licet:operations", "Talk")),
              "ValidationException");
    const std::string sub = R"({"ResourceArn":")" + received(a) + R"(")";
    EXPECT_EQ(refusal(a, "TagResource", sub + R"(,"Tags":[{"Key":"licet:regions","Value":"us"}]})"),
              "AccessDeniedException");
    EXPECT_EQ(must(world.admin(), "ListTagsForResource", of + "}").count("Tags"), 2U);
}

}  // namespace
}  // namespace licet::api
