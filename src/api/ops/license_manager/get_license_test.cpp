// SPDX-License-Identifier: Apache-2.0
#include "api/license_manager/fixture_test.h"

namespace licet::api {
namespace {

using GetLicenseTest = LicenseManagerTest;

TEST_F(GetLicenseTest, ShowsTheLicenseAtAnyVersion) {
    const auto id = model::parse_resource_arn(license, "license").value().id;
    world.apply(model::withdraw_license(world.state(), id, model::LicenseStatus::SUSPENDED,
                                        world.clock().now()));
    const std::string request = R"({"LicenseArn":")" + license + R"(")";
    const auto now = must(world.admin(), "GetLicense", request + "}");
    EXPECT_EQ(now.text("License.Status"), "SUSPENDED");
    EXPECT_EQ(now.text("License.Version"), "2");
    EXPECT_FALSE(now.has("License.ReceivedMetadata"));
    const auto before = must(world.admin(), "GetLicense", request + R"(,"Version":"1"})");
    EXPECT_EQ(before.text("License.Status"), "AVAILABLE");
    EXPECT_EQ(refusal(world.admin(), "GetLicense", request + R"(,"Version":"3"})"),
              "ResourceNotFoundException");
    EXPECT_EQ(refusal(world.admin(), "GetLicense", request + R"(,"Version":"0"})"),
              "InvalidParameterValueException");
}

TEST_F(GetLicenseTest, U11AForeignLicenseLooksLikeAnUnknownOne) {
    const std::string request = R"({"LicenseArn":")" + license + R"("})";
    EXPECT_EQ(refusal(a, "GetLicense", request), "ResourceNotFoundException");
    EXPECT_EQ(refusal(a, "GetLicense", R"({"LicenseArn":"arn:x"})"),
              "InvalidParameterValueException");
    create(root_arn(a));
    EXPECT_EQ(refusal(a, "GetLicense", request), "");
    expect_role_required("GetLicense", request);
}

}  // namespace
}  // namespace licet::api
