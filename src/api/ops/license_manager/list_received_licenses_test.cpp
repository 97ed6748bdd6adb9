// SPDX-License-Identifier: Apache-2.0
#include "api/license_manager/fixture_test.h"

namespace licet::api {
namespace {

using ListReceivedLicensesTest = LicenseManagerTest;

TEST_F(ListReceivedLicensesTest, ShowsTheBuyerItsLicenseInEveryRegion) {
    for (const std::string region : {"us-east-1", "eu-west-1"}) {
        const auto reply =
            world.must(world.admin(), "license-manager", "ListReceivedLicenses", "{}", region);
        ASSERT_EQ(reply.count("Licenses"), 1U);
        const auto text = [&](const std::string& member) {
            return reply.text("Licenses.0." + member);
        };
        EXPECT_EQ(text("LicenseArn"), license);
        EXPECT_EQ(text("LicenseName"), "model");
        EXPECT_EQ(text("ProductName"), "Model");
        EXPECT_EQ(text("ProductSKU"), "prod-a");
        EXPECT_EQ(text("Issuer.Name"), "AWS/Marketplace");
        EXPECT_EQ(text("Issuer.KeyFingerprint"),
                  "aws:294406891311:AWS/Marketplace:issuer-fingerprint");
        EXPECT_EQ(text("HomeRegion"), "us-east-1");
        EXPECT_EQ(text("Status"), "AVAILABLE");
        EXPECT_EQ(text("Validity.Begin"), format_iso8601(world.clock().now()));
        EXPECT_EQ(text("Beneficiary"), "111111111111");
        EXPECT_EQ(text("Entitlements.0.Name"), "AWS::Marketplace::Usage");
        EXPECT_EQ(text("CreateTime"), "1790000000") << "rule LM-14";
        EXPECT_EQ(text("Version"), "1");
        EXPECT_TRUE(reply.has("Licenses.0.ConsumptionConfiguration.ProvisionalConfiguration"));
        EXPECT_FALSE(reply.has("Licenses.0.ConsumptionConfiguration.BorrowConfiguration"));
        EXPECT_EQ(text("ReceivedMetadata.ReceivedStatus"), "ACTIVE");
    }
}

TEST_F(ListReceivedLicensesTest, U25RecipientsSeeTheSameLicenseWithTheirOwnStatus) {
    EXPECT_EQ(must(a, "ListReceivedLicenses", "{}").count("Licenses"), 0U);
    create(organization);
    const auto reply = must(a, "ListReceivedLicenses", R"({"LicenseArns":[")" + license + R"("]})");
    ASSERT_EQ(reply.count("Licenses"), 1U);
    EXPECT_EQ(reply.text("Licenses.0.LicenseArn"), license);
    EXPECT_EQ(reply.text("Licenses.0.ReceivedMetadata.ReceivedStatus"), "DISABLED");
    EXPECT_EQ(reply.text("Licenses.0.ReceivedMetadata.AllowedOperations"),
              R"(["CheckoutLicense"])");
    const std::string sub = received(a);
    EXPECT_EQ(reply.text("Licenses.0.LicenseMetadata.0.Value"), sub);
    create(root_arn(a));
    set(a, sub, "ACTIVE");
    const auto again = must(a, "ListReceivedLicenses", "{}");
    EXPECT_EQ(again.count("Licenses"), 1U) << "one license, however many grants";
    EXPECT_EQ(again.text("Licenses.0.ReceivedMetadata.ReceivedStatus"), "ACTIVE");
}

TEST_F(ListReceivedLicensesTest, Li4AWithdrawnLicenseIsShownAsDeleted) {
    const auto id = model::parse_resource_arn(license, "license").value().id;
    world.apply(model::withdraw_license(world.state(), id, model::LicenseStatus::DELETED,
                                        world.clock().now()));
    const auto reply = must(world.admin(), "ListReceivedLicenses", "{}");
    EXPECT_EQ(reply.text("Licenses.0.Status"), "DELETED");
    EXPECT_EQ(reply.text("Licenses.0.Version"), "2");
}

TEST_F(ListReceivedLicensesTest, PagesAndFilters) {
    const std::string second = subscribe(world.admin().account, "prod-b");
    EXPECT_THAT(walk(world.admin(), "ListReceivedLicenses", "", "Licenses", "LicenseArn"),
                ::testing::UnorderedElementsAre(license, second));
    const auto count = [&](const std::string& name, const std::string& value) {
        return filtered(world.admin(), "ListReceivedLicenses", "Licenses", name, value);
    };
    EXPECT_EQ(count("ProductSKU", "prod-b"), 1U);
    EXPECT_EQ(count("Status", "AVAILABLE"), 2U);
    EXPECT_EQ(count("Status", "DELETED"), 0U);
    EXPECT_EQ(count("Fingerprint", "aws:294406891311:AWS/Marketplace:issuer-fingerprint"), 2U);
    EXPECT_EQ(count("IssuerName", "AWS/Marketplace"), 2U);
    EXPECT_EQ(count("Beneficiary", "111111111111"), 2U);
    EXPECT_EQ(count("Beneficiary", "222222222222"), 0U);
}

TEST_F(ListReceivedLicensesTest, RefusesWithTheDocumentedErrors) {
    expect_list_checked("ListReceivedLicenses");
    expect_arns_checked("ListReceivedLicenses", "LicenseArns", "license", "Licenses");
    expect_filters_checked("ListReceivedLicenses", "Status");
    expect_role_required("ListReceivedLicenses", "{}");
}

}  // namespace
}  // namespace licet::api
