// SPDX-License-Identifier: Apache-2.0
#include "api/license_manager/fixture_test.h"

namespace licet::api {
namespace {

using LicenseManagerListTagsForResourceTest = LicenseManagerTest;

TEST_F(LicenseManagerListTagsForResourceTest, ShowsTheOwnerItsTags) {
    const std::string grant = create(root_arn(a));
    const std::string request = R"({"ResourceArn":")" + grant + R"("})";
    EXPECT_EQ(must(world.admin(), "ListTagsForResource", request).count("Tags"), 0U);
    EXPECT_EQ(refusal(a, "ListTagsForResource", request), "AccessDeniedException");
    EXPECT_EQ(refusal(b, "ListTagsForResource", request), "ResourceNotFoundException");
    EXPECT_EQ(refusal(b, "ListTagsForResource", R"({"ResourceArn":"x"})"),
              "InvalidParameterValueException");
    expect_role_required("ListTagsForResource", request);
}

}  // namespace
}  // namespace licet::api
