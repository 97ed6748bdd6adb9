// SPDX-License-Identifier: Apache-2.0
#include "api/license_manager/fixture_test.h"

namespace licet::api {
namespace {

using GetServiceSettingsTest = LicenseManagerTest;

TEST_F(GetServiceSettingsTest, Me14ShowsTheSettingsOfAccountAndRegion) {
    const auto linked = must(world.admin(), "GetServiceSettings", "{}");
    EXPECT_EQ(linked.text("OrganizationConfiguration.EnableIntegration"), "true");
    EXPECT_EQ(linked.text("EnableCrossAccountsDiscovery"), "false");
    EXPECT_FALSE(linked.has("S3BucketArn"));
    EXPECT_EQ(
        must(a, "GetServiceSettings", "{}").text("OrganizationConfiguration.EnableIntegration"),
        "false");
    EXPECT_EQ(world.must(world.admin(), "license-manager", "GetServiceSettings", "{}", "eu-west-1")
                  .text("OrganizationConfiguration.EnableIntegration"),
              "false");
    expect_role_required("GetServiceSettings", "{}");
}

}  // namespace
}  // namespace licet::api
