// SPDX-License-Identifier: Apache-2.0
#include "api/license_manager/checkout_fixture_test.h"

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
