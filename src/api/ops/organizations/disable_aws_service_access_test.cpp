// SPDX-License-Identifier: Apache-2.0
#include "api/organizations/fixture_test.h"

namespace licet::api {
namespace {

using DisableAwsServiceAccessTest = OrganizationsTest;

TEST_F(DisableAwsServiceAccessTest, TakesTrustedAccessOnce) {
    const std::string request = R"({"ServicePrincipal":"ram.amazonaws.com"})";
    EXPECT_FALSE(must("DisableAWSServiceAccess", request).recorded);
    must("EnableAWSServiceAccess", request);
    EXPECT_TRUE(must("DisableAWSServiceAccess", request).recorded);
    EXPECT_EQ(must("ListAWSServiceAccessForOrganization", "{}").body,
              R"({"EnabledServicePrincipals":[]})");
}

// rule OR-5
TEST_F(DisableAwsServiceAccessTest, RefusesWithTheDocumentedErrors) {
    EXPECT_EQ(refusal("DisableAWSServiceAccess", R"({"ServicePrincipal":"made-up.amazonaws.com"})"),
              "InvalidInputException/UNRECOGNIZED_SERVICE_PRINCIPAL");
    const std::string request = R"({"ServicePrincipal":"servicecatalog.amazonaws.com"})";
    expect_management_only("DisableAWSServiceAccess", request);
    EXPECT_EQ(refusal("DisableAWSServiceAccess", request),
              "ConstraintViolationException/DELEGATED_ADMINISTRATOR_EXISTS_FOR_THIS_SERVICE");
}

}  // namespace
}  // namespace licet::api
