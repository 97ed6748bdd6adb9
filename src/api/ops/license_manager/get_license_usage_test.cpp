// SPDX-License-Identifier: Apache-2.0
#include "api/license_manager/checkout_fixture_test.h"
#include "model/license/quotas.h"
#include "quota/ledger.h"

namespace licet::api {
namespace {

using GetLicenseUsageTest = CheckoutTest;

TEST_F(GetLicenseUsageTest, Co11ShowsEveryEntitlementInStrings) {
    check_out(1);
    check_out(1, "PERPETUAL");
    must(a, "CheckoutLicense",
         checkout_request(R"([{"Name":"calls","Value":"5","Unit":"Count"}])"));
    const auto reply = must(a, "GetLicenseUsage", R"({"LicenseArn":")" + sold + R"("})");
    const auto text = [&](int place, const std::string& member) {
        return reply.text("LicenseUsage.EntitlementUsages." + std::to_string(place) + "." + member);
    };
    ASSERT_EQ(reply.count("LicenseUsage.EntitlementUsages"), 3U);
    EXPECT_EQ(text(0, "Name"), "seats");
    EXPECT_EQ(text(0, "ConsumedValue"), "2");
    EXPECT_EQ(text(0, "MaxCount"), "2");
    EXPECT_EQ(text(0, "Unit"), "Count");
    EXPECT_EQ(text(1, "ConsumedValue"), "0");
    EXPECT_EQ(text(1, "Unit"), "None");
    EXPECT_EQ(text(2, "ConsumedValue"), "5");
    EXPECT_FALSE(reply.has("LicenseUsage.EntitlementUsages.2.MaxCount"));
}

TEST_F(GetLicenseUsageTest, ShowsQuotasAsModelCallsUseThemUp) {
    const auto id = model::parse_resource_arn(license, "license")->id;
    auto version = model::current(*model::find_license(world.state().license, id));
    version.entitlements = {{.name = "licet:quota:output-tokens-per-day",
                             .unit = "Count",
                             .value = {},
                             .max_count = 100}};
    world.apply({model::LicenseVersionAdded{id, version}});
    const auto quotas = model::quotas_of(id, version);
    const auto now = world.clock().now();
    const auto use = [&](std::int64_t most) {
        auto held = world.quotas().reserve(*quotas, {}, {.output_tokens = most}, now);
        return std::get<quota::Reservation>(std::move(held));
    };
    ASSERT_TRUE(use(30).settle({.output_tokens = 20}).ok());
    const auto under_way = use(5);
    const auto reply =
        must(world.admin(), "GetLicenseUsage", R"({"LicenseArn":")" + license + R"("})");
    ASSERT_EQ(reply.count("LicenseUsage.EntitlementUsages"), 1U);
    const std::string first = "LicenseUsage.EntitlementUsages.0.";
    EXPECT_EQ(reply.text(first + "Name"), "licet:quota:output-tokens-per-day");
    EXPECT_EQ(reply.text(first + "ConsumedValue"), "25");
    EXPECT_EQ(reply.text(first + "MaxCount"), "100");
    EXPECT_EQ(reply.text(first + "Unit"), "Count");
}

TEST_F(GetLicenseUsageTest, IsForTheSellerTheGranteesAndTheAdministratorsOnly) {
    check_out(2);
    const std::string request = R"({"LicenseArn":")" + sold + R"("})";
    for (const auto& who : {a, b, world.admin()}) {
        EXPECT_EQ(must(who, "GetLicenseUsage", request)
                      .text("LicenseUsage.EntitlementUsages.0.ConsumedValue"),
                  "2");
    }
    const auto other = world.create_account("other");
    EXPECT_EQ(refusal(other, "GetLicenseUsage", request), "ResourceNotFoundException");
    EXPECT_EQ(refusal(a, "GetLicenseUsage", R"({"LicenseArn":"arn:x"})"),
              "InvalidParameterValueException");
    expect_role_required("GetLicenseUsage", request);
}

}  // namespace
}  // namespace licet::api
