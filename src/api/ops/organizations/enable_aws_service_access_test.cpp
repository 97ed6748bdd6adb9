// SPDX-License-Identifier: Apache-2.0
#include "api/organizations/fixture_test.h"

namespace licet::api {
namespace {

using EnableAwsServiceAccessTest = OrganizationsTest;

TEST_F(EnableAwsServiceAccessTest, GivesTrustedAccessOnce) {
    const std::string request = R"({"ServicePrincipal":"license-manager.amazonaws.com"})";
    const auto first = must("EnableAWSServiceAccess", request);
    EXPECT_EQ(first.body, "{}");
    EXPECT_TRUE(first.recorded);
    EXPECT_FALSE(must("EnableAWSServiceAccess", request).recorded);
    EXPECT_EQ(must("ListAWSServiceAccessForOrganization", "{}")
                  .text("EnabledServicePrincipals.0.ServicePrincipal"),
              "license-manager.amazonaws.com");
}

// rule OR-6
TEST_F(EnableAwsServiceAccessTest, RefusesWithTheDocumentedErrors) {
    EXPECT_EQ(refusal("EnableAWSServiceAccess", R"({"ServicePrincipal":"made-up.amazonaws.com"})"),
              "InvalidInputException/UNRECOGNIZED_SERVICE_PRINCIPAL");
    EXPECT_EQ(refusal("EnableAWSServiceAccess", R"({"ServicePrincipal":"a b"})"),
              "InvalidInputException");
    EXPECT_EQ(refusal("EnableAWSServiceAccess", R"({"ServicePrincipal":""})"),
              "InvalidInputException");
    const auto other = stranger();
    world.must(other, "organizations", "CreateOrganization",
               R"({"FeatureSet":"CONSOLIDATED_BILLING"})");
    EXPECT_EQ(
        refusal(other, "EnableAWSServiceAccess", R"({"ServicePrincipal":"ram.amazonaws.com"})"),
        "ConstraintViolationException/ORGANIZATION_NOT_IN_ALL_FEATURES_MODE");
}

TEST_F(EnableAwsServiceAccessTest, IsForTheManagementAccount) {
    expect_management_only("EnableAWSServiceAccess", R"({"ServicePrincipal":"ram.amazonaws.com"})");
}

}  // namespace
}  // namespace licet::api
