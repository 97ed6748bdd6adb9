// SPDX-License-Identifier: Apache-2.0
#include "api/license_manager/fixture_test.h"

namespace licet::api {
namespace {

using LicenseManagerListTagsForResourceTest = LicenseManagerTest;

TEST_F(LicenseManagerListTagsForResourceTest, ShowsTheOwnerItsTags) {
    const std::string grant = create(root_arn(a));
    const std::string request = R"({"ResourceArn":")" + grant + R"("})";
    EXPECT_EQ(must(world.admin(), "ListTagsForResource", request).count("Tags"), 0U);
    EXPECT_EQ(must(a, "ListTagsForResource", request).count("Tags"), 0U);
    EXPECT_EQ(refusal(b, "ListTagsForResource", request), "ResourceNotFoundException");
    EXPECT_EQ(refusal(b, "ListTagsForResource", R"({"ResourceArn":"x"})"),
              "InvalidParameterValueException");
    expect_role_required("ListTagsForResource", request);
}

// issue 4, section 2: the scope of a grant
TEST_F(LicenseManagerListTagsForResourceTest, ShowsTheScopeAsItWasGiven) {
    const std::string of = R"({"ResourceArn":")" + create(organization) + R"(")";
    must(world.admin(), "TagResource",
         of + R"(,"Tags":[{"Key":"licet:not-after","Value":"2027-01-01"}]})");
    const auto shown = must(world.admin(), "ListTagsForResource", of + "}");
    EXPECT_EQ(shown.text("Tags.0.Key"), "licet:not-after");
    EXPECT_EQ(shown.text("Tags.0.Value"), "2027-01-01");
    must(world.admin(), "TagResource", of + R"(,"Tags":[{"Key":"team","Value":"red"}]})");
    const auto inherited =
        must(a, "ListTagsForResource", R"({"ResourceArn":")" + received(a) + R"("})");
    EXPECT_EQ(inherited.count("Tags"), 1U) << "of a sub-grant, its scope alone";
    EXPECT_EQ(inherited.text("Tags.0.Value"), "2027-01-01");
}

}  // namespace
}  // namespace licet::api
