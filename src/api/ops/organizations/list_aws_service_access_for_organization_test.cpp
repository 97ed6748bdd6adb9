// SPDX-License-Identifier: Apache-2.0
#include "api/organizations/fixture_test.h"

namespace licet::api {
namespace {

using ListAwsServiceAccessForOrganizationTest = OrganizationsTest;

using ::testing::ElementsAre;

TEST_F(ListAwsServiceAccessForOrganizationTest, ListsServicesInPages) {
    for (const std::string service : {"sso", "ram", "license-manager"}) {
        must("EnableAWSServiceAccess",
             R"({"ServicePrincipal":")" + service + R"(.amazonaws.com"})");
    }
    EXPECT_THAT(
        walk("ListAWSServiceAccessForOrganization", "", "EnabledServicePrincipals",
             "ServicePrincipal"),
        ElementsAre("license-manager.amazonaws.com", "ram.amazonaws.com", "sso.amazonaws.com"));
    EXPECT_EQ(must("ListAWSServiceAccessForOrganization", "{}")
                  .text("EnabledServicePrincipals.0.DateEnabled"),
              "1790000000");
}

TEST_F(ListAwsServiceAccessForOrganizationTest, RefusesWithTheDocumentedErrors) {
    expect_pages_checked("ListAWSServiceAccessForOrganization", "");
    expect_readers_only("ListAWSServiceAccessForOrganization", "{}");
    const auto other = stranger();
    world.must(other, "organizations", "CreateOrganization",
               R"({"FeatureSet":"CONSOLIDATED_BILLING"})");
    EXPECT_EQ(refusal(other, "ListAWSServiceAccessForOrganization", "{}"),
              "ConstraintViolationException/ORGANIZATION_NOT_IN_ALL_FEATURES_MODE");
}

}  // namespace
}  // namespace licet::api
