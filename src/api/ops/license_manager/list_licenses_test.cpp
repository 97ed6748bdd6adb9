// SPDX-License-Identifier: Apache-2.0
#include "api/license_manager/seller_fixture_test.h"

namespace licet::api {
namespace {

using ListLicensesTest = SellerApiTest;

TEST_F(ListLicensesTest, ShowsWhatTheAccountIssuedInPages) {
    const std::set<std::string> issued{issue("one"), issue("two"), issue("three")};
    const auto seen = walk(a, "ListLicenses", "", "Licenses", "LicenseArn");
    EXPECT_EQ(std::set<std::string>(seen.begin(), seen.end()), issued);
    EXPECT_EQ(seen.size(), 3U);
    EXPECT_EQ(must(b, "ListLicenses", "{}").count("Licenses"), 0U);
    EXPECT_EQ(must(world.admin(), "ListLicenses", "{}").count("Licenses"), 0U)
        << "AWS Marketplace issued what it holds";
}

// rule LM-6
TEST_F(ListLicensesTest, FiltersByWhatTheModelNames) {
    issue("one");
    const auto two = issue("two");
    must(a, "CreateLicenseVersion", revision(two, "SUSPENDED"));
    const auto matches = [&](const std::string& name, const std::string& value) {
        return filtered(a, "ListLicenses", "Licenses", name, value);
    };
    EXPECT_EQ(matches("ProductSKU", "one"), 1U);
    EXPECT_EQ(matches("ProductSKU", "ONE"), 0U);
    EXPECT_EQ(matches("Status", "SUSPENDED"), 1U);
    EXPECT_EQ(matches("Beneficiary", "buyers"), 2U);
    EXPECT_EQ(matches("Fingerprint", "aws:" + a.account.text() + ":Tools:issuer-fingerprint"), 2U);
    expect_filters_checked("ListLicenses", "ProductSKU");
}

TEST_F(ListLicensesTest, ShowsTheNamedOnes) {
    const auto one = issue("one");
    issue("two");
    const auto reply = must(a, "ListLicenses", R"({"LicenseArns":[")" + one + R"("]})");
    EXPECT_EQ(reply.count("Licenses"), 1U);
    EXPECT_EQ(reply.text("Licenses.0.LicenseArn"), one);
    expect_arns_checked("ListLicenses", "LicenseArns", "license", "Licenses");
}

TEST_F(ListLicensesTest, ChecksItsRequest) {
    expect_list_checked("ListLicenses");
    expect_role_required("ListLicenses", "{}");
}

}  // namespace
}  // namespace licet::api
