// SPDX-License-Identifier: Apache-2.0
#include "api/license_manager/seller_fixture_test.h"

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

using SellersLicensesForOrganizationTest = SellerApiTest;

TEST_F(SellersLicensesForOrganizationTest, AreListedOnceTheyAreShared) {
    const auto arn = issue();
    const auto listed = [&] {
        return filtered(world.admin(), "ListReceivedLicensesForOrganization", "Licenses",
                        "Beneficiary", "buyers");
    };
    EXPECT_EQ(listed(), 0U);
    share(arn);
    EXPECT_EQ(listed(), 1U);
    EXPECT_EQ(must(world.admin(), "ListReceivedGrantsForOrganization", of(arn)).count("Grants"),
              1U);
}

}  // namespace
}  // namespace licet::api
