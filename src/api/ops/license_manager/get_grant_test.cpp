// SPDX-License-Identifier: Apache-2.0
#include "api/license_manager/fixture_test.h"

namespace licet::api {
namespace {

using GetGrantTest = LicenseManagerTest;

TEST_F(GetGrantTest, Lm10ShowsEveryRequiredMember) {
    const std::string grant = create(root_arn(a));
    const auto shown = must(a, "GetGrant", named(grant));
    EXPECT_EQ(shown.text("Grant.GrantArn"), grant);
    EXPECT_EQ(shown.text("Grant.GrantName"), "grant");
    EXPECT_EQ(shown.text("Grant.ParentArn"), license);
    EXPECT_EQ(shown.text("Grant.LicenseArn"), license);
    EXPECT_EQ(shown.text("Grant.GranteePrincipalArn"), root_arn(a));
    EXPECT_EQ(shown.text("Grant.HomeRegion"), "us-east-1");
    EXPECT_EQ(shown.text("Grant.GrantStatus"), "DISABLED");
    EXPECT_EQ(shown.text("Grant.Version"), "1");
    EXPECT_EQ(shown.text("Grant.GrantedOperations"), R"(["CheckoutLicense"])");
    EXPECT_FALSE(shown.has("Grant.StatusReason"));
    EXPECT_FALSE(shown.has("Grant.Options"));
}

TEST_F(GetGrantTest, U8ASubGrantNamesItsParentAndItsAccount) {
    const std::string grant = create(organization);
    const auto shown = must(a, "GetGrant", named(received(a)));
    EXPECT_EQ(shown.text("Grant.ParentArn"), grant);
    EXPECT_EQ(shown.text("Grant.GranteePrincipalArn"), root_arn(a));
    EXPECT_EQ(must(world.admin(), "GetGrant", named(grant)).text("Grant.GranteePrincipalArn"),
              organization);
}

TEST_F(GetGrantTest, Gr30ShowsEarlierVersionsInAnyRegion) {
    const std::string grant = create(root_arn(a));
    must(a, "CreateGrantVersion",
         version_request(grant, R"(,"Status":"ACTIVE","StatusReason":"why")"));
    EXPECT_EQ(must(a, "GetGrant", named(grant)).text("Grant.StatusReason"), "why");
    const auto before = world.call(a, "license-manager", "GetGrant",
                                   named(grant, R"(,"Version":"1")"), "eu-west-1");
    EXPECT_EQ(before.text("Grant.GrantStatus"), "DISABLED");
    EXPECT_EQ(refusal(a, "GetGrant", named(grant, R"(,"Version":"3")")),
              "ResourceNotFoundException");
    EXPECT_EQ(refusal(a, "GetGrant", named(grant, R"(,"Version":"x")")),
              "InvalidParameterValueException");
}

TEST_F(GetGrantTest, Lm13TheGrantInALicensesMetadataIsReadable) {
    const auto licenses = must(world.admin(), "ListReceivedLicenses", "{}");
    EXPECT_EQ(licenses.text("Licenses.0.LicenseMetadata.0.Name"), "grantArn");
    const auto shown =
        must(world.admin(), "GetGrant", named(licenses.text("Licenses.0.LicenseMetadata.0.Value")));
    EXPECT_EQ(shown.text("Grant.GrantStatus"), "ACTIVE");
    EXPECT_THAT(shown.text("Grant.GrantedOperations"), ::testing::HasSubstr("CreateGrant"));
}

TEST_F(GetGrantTest, RefusesWithTheDocumentedErrors) {
    expect_grant_checked("GetGrant");
    expect_role_required("GetGrant", named(create(root_arn(b))));
}

}  // namespace
}  // namespace licet::api
