// SPDX-License-Identifier: Apache-2.0
#include "api/license_manager/fixture_test.h"

namespace licet::api {
namespace {

using ListLicenseVersionsTest = LicenseManagerTest;

TEST_F(ListLicenseVersionsTest, Li1ListsAllVersionsInPages) {
    const auto id = model::parse_resource_arn(license, "license").value().id;
    for (const auto status : {model::LicenseStatus::SUSPENDED, model::LicenseStatus::AVAILABLE}) {
        world.apply(model::withdraw_license(world.state(), id, status, world.clock().now()));
    }
    const std::string of = R"("LicenseArn":")" + license + R"(",)";
    EXPECT_THAT(walk(world.admin(), "ListLicenseVersions", of, "Licenses", "Version"),
                ::testing::ElementsAre("1", "2", "3"));
    EXPECT_THAT(walk(world.admin(), "ListLicenseVersions", of, "Licenses", "Status"),
                ::testing::ElementsAre("AVAILABLE", "SUSPENDED", "AVAILABLE"));
}

TEST_F(ListLicenseVersionsTest, RefusesWithTheDocumentedErrors) {
    const std::string of = R"("LicenseArn":")" + license + R"(",)";
    EXPECT_EQ(refusal(a, "ListLicenseVersions", R"({"LicenseArn":")" + license + R"("})"),
              "ResourceNotFoundException");
    expect_list_checked("ListLicenseVersions", of);
    expect_role_required("ListLicenseVersions", R"({"LicenseArn":")" + license + R"("})");
}

}  // namespace
}  // namespace licet::api
