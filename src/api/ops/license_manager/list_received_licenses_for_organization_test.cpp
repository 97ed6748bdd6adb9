// SPDX-License-Identifier: Apache-2.0
#include "api/license_manager/fixture_test.h"

namespace licet::api {
namespace {

using ListReceivedLicensesForOrganizationTest = LicenseManagerTest;

TEST_F(ListReceivedLicensesForOrganizationTest, ListsWhatMembersHold) {
    const std::string of_a = subscribe(a.account, "prod-b");
    EXPECT_THAT(
        walk(world.admin(), "ListReceivedLicensesForOrganization", "", "Licenses", "LicenseArn"),
        ::testing::UnorderedElementsAre(license, of_a));
    const auto count = [&](const std::string& name, const std::string& value) {
        return filtered(world.admin(), "ListReceivedLicensesForOrganization", "Licenses", name,
                        value);
    };
    EXPECT_EQ(count("Beneficiary", a.account.text()), 1U);
    EXPECT_EQ(count("ProductSKU", "prod-a"), 1U);
}

TEST_F(ListReceivedLicensesForOrganizationTest, RefusesWithTheDocumentedErrors) {
    EXPECT_EQ(refusal(a, "ListReceivedLicensesForOrganization", "{}"), "AccessDeniedException");
    expect_list_checked("ListReceivedLicensesForOrganization");
    expect_filters_checked("ListReceivedLicensesForOrganization", "Beneficiary");
    expect_role_required("ListReceivedLicensesForOrganization", "{}");
}

}  // namespace
}  // namespace licet::api
