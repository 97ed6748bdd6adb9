// SPDX-License-Identifier: Apache-2.0
#include "api/license_manager/fixture_test.h"

namespace licet::api {
namespace {

using UpdateServiceSettingsTest = LicenseManagerTest;

TEST_F(UpdateServiceSettingsTest, ChangesWhatIsGiven) {
    must(world.admin(), "UpdateServiceSettings",
         R"({"S3BucketArn":"arn:aws:s3:::bucket","EnableCrossAccountsDiscovery":true})");
    const auto shown = must(world.admin(), "GetServiceSettings", "{}");
    EXPECT_EQ(shown.text("S3BucketArn"), "arn:aws:s3:::bucket");
    EXPECT_EQ(shown.text("EnableCrossAccountsDiscovery"), "true");
    EXPECT_EQ(shown.text("OrganizationConfiguration.EnableIntegration"), "true");
    EXPECT_FALSE(shown.has("CrossRegionDiscoveryHomeRegion"));
    must(world.admin(), "UpdateServiceSettings",
         R"({"SnsTopicArn":"arn:aws:sns:x","EnabledDiscoverySourceRegions":["eu-west-1"]})");
    const auto regions = must(world.admin(), "GetServiceSettings", "{}");
    EXPECT_EQ(regions.text("CrossRegionDiscoveryHomeRegion"), "us-east-1");
    EXPECT_EQ(regions.text("CrossRegionDiscoverySourceRegions"), R"(["eu-west-1"])");
    EXPECT_EQ(must(world.admin(), "GetServiceSettings", "{}").text("S3BucketArn"),
              "arn:aws:s3:::bucket");
}

TEST_F(UpdateServiceSettingsTest, OnlyTheManagementAccountLinksAccounts) {
    const std::string link = R"({"OrganizationConfiguration":{"EnableIntegration":true}})";
    EXPECT_EQ(refusal(a, "UpdateServiceSettings", link), "AccessDeniedException");
    EXPECT_EQ(refusal(a, "UpdateServiceSettings", R"({"S3BucketArn":"arn:aws:s3:::x"})"), "");
    expect_role_required("UpdateServiceSettings", link);
}

}  // namespace
}  // namespace licet::api
