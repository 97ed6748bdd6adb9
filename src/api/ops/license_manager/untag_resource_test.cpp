// SPDX-License-Identifier: Apache-2.0
#include "api/license_manager/fixture_test.h"

namespace licet::api {
namespace {

using LicenseManagerUntagResourceTest = LicenseManagerTest;

TEST_F(LicenseManagerUntagResourceTest, TakesTagsAway) {
    const std::string of = R"({"ResourceArn":")" + license + R"(")";
    must(world.admin(), "TagResource",
         of + R"(,"Tags":[{"Key":"a","Value":"1"},{"Key":"b","Value":"2"}]})");
    must(world.admin(), "UntagResource", of + R"(,"TagKeys":["a","c"]})");
    const auto shown = must(world.admin(), "ListTagsForResource", of + "}");
    ASSERT_EQ(shown.count("Tags"), 1U);
    EXPECT_EQ(shown.text("Tags.0.Key"), "b");
}

TEST_F(LicenseManagerUntagResourceTest, RefusesWithTheDocumentedErrors) {
    const std::string request = R"({"ResourceArn":")" + license + R"(","TagKeys":["a"]})";
    EXPECT_EQ(refusal(a, "UntagResource", request), "ResourceNotFoundException");
    EXPECT_EQ(refusal(world.admin(), "UntagResource",
                      R"({"ResourceArn":")" + license + R"(","TagKeys":["aws:a"]})"),
              "InvalidParameterValueException");
    EXPECT_EQ(refusal(world.admin(), "UntagResource", R"({"ResourceArn":")" + license + R"("})"),
              "ValidationException");
    expect_role_required("UntagResource", request);
}

// issue 4, section 2: the scope of a grant
TEST_F(LicenseManagerUntagResourceTest, LiftsALimitOfAGrant) {
    const std::string of = R"({"ResourceArn":")" + create(organization) + R"(")";
    must(world.admin(), "TagResource",
         of + R"(,"Tags":[{"Key":"licet:regions","Value":"eu"},{"Key":"team","Value":"x"}]})");
    must(world.admin(), "UntagResource", of + R"(,"TagKeys":["licet:regions"]})");
    const auto shown = must(world.admin(), "ListTagsForResource", of + "}");
    ASSERT_EQ(shown.count("Tags"), 1U);
    EXPECT_EQ(shown.text("Tags.0.Key"), "team");
}

}  // namespace
}  // namespace licet::api
