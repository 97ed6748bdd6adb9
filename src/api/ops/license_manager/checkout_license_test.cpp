// SPDX-License-Identifier: Apache-2.0
#include "api/license_manager/checkout_fixture_test.h"
#include "api/license_manager/consumption.h"

namespace licet::api {
namespace {

using CheckoutLicenseTest = CheckoutTest;

TEST_F(CheckoutLicenseTest, AnswersWhatWasTakenAndUntilWhen) {
    const auto reply =
        must(a, "CheckoutLicense",
             checkout_request(
                 R"([{"Name":"seats","Value":"2","Unit":"Count"},{"Name":"gold","Unit":"None"}])",
                 R"(,"NodeId":"node-1","Beneficiary":"customer")"));
    EXPECT_EQ(reply.text("CheckoutType"), "PROVISIONAL");
    EXPECT_EQ(reply.text("LicenseArn"), sold);
    EXPECT_EQ(reply.text("NodeId"), "node-1");
    EXPECT_EQ(reply.text("EntitlementsAllowed.0.Name"), "seats");
    EXPECT_EQ(reply.text("EntitlementsAllowed.0.Value"), "2");
    EXPECT_EQ(reply.text("EntitlementsAllowed.0.Unit"), "Count");
    EXPECT_EQ(reply.text("EntitlementsAllowed.1.Value"), "Enabled");
    EXPECT_EQ(reply.text("IssuedAt"), format_iso8601(world.clock().now()));
    EXPECT_EQ(reply.text("Expiration"),
              format_iso8601(world.clock().now() + std::chrono::minutes{60}));
    EXPECT_EQ(used(), "2");
    EXPECT_EQ(world.records().back().action, "CheckoutLicense");
}

TEST_F(CheckoutLicenseTest, Co4ADrawDownHasNoExpiration) {
    const auto reply = must(a, "CheckoutLicense", seat_request(1, "PERPETUAL"));
    EXPECT_EQ(reply.text("CheckoutType"), "PERPETUAL");
    EXPECT_FALSE(reply.has("Expiration"));
}

TEST_F(CheckoutLicenseTest, Gr33TheSameTokenGivesTheSameAnswerAndNothingNew) {
    const std::string request = seat_request(1);
    const auto first = must(a, "CheckoutLicense", request);
    const auto records = world.records().size();
    EXPECT_EQ(must(a, "CheckoutLicense", request).body, first.body);
    EXPECT_EQ(world.records().size(), records);
    EXPECT_EQ(used(), "1");
    std::string other = request;
    other.replace(other.find("PROVISIONAL"), 11, "PERPETUAL");
    EXPECT_EQ(refusal(a, "CheckoutLicense", other), "ValidationException");
}

TEST_F(CheckoutLicenseTest, Co6RefusesWhatNobodyGivesTheCaller) {
    must(a, "CheckoutLicense", seat_request(2));
    EXPECT_EQ(refusal(a, "CheckoutLicense", seat_request(1)), "NoEntitlementsAllowedException");
    EXPECT_EQ(refusal(world.admin(), "CheckoutLicense", seat_request(1)),
              "NoEntitlementsAllowedException");
    EXPECT_EQ(used(), "2");
}

TEST_F(CheckoutLicenseTest, Co3TheSellerNamesABeneficiary) {
    EXPECT_EQ(refusal(b, "CheckoutLicense", seat_request(1)), "InvalidParameterValueException");
    must(b, "CheckoutLicense",
         checkout_request(R"([{"Name":"seats","Value":"1","Unit":"Count"}])",
                          R"(,"Beneficiary":"customer")"));
    EXPECT_EQ(used(), "1");
}

TEST_F(CheckoutLicenseTest, TheHolderOfASubscriptionChecksItOut) {
    const std::string request =
        R"({"ProductSKU":"prod-a","CheckoutType":"PROVISIONAL","ClientToken":"t","KeyFingerprint":)"
        R"("aws:294406891311:AWS/Marketplace:issuer-fingerprint",)"
        R"("Entitlements":[{"Name":"AWS::Marketplace::Usage","Unit":"None"}]})";
    EXPECT_EQ(must(world.admin(), "CheckoutLicense", request).text("EntitlementsAllowed.0.Value"),
              "Enabled");
    EXPECT_EQ(refusal(a, "CheckoutLicense", request), "NoEntitlementsAllowedException");
}

TEST_F(CheckoutLicenseTest, ChecksItsInput) {
    const auto with = [&](const std::string& entitlements) {
        return refusal(a, "CheckoutLicense", checkout_request(entitlements));
    };
    EXPECT_EQ(with("[]"), "ValidationException");
    EXPECT_EQ(with(R"([{"Name":"seats","Value":"1"}])"), "ValidationException");
    EXPECT_EQ(with(R"([{"Name":"seats","Value":"1","Unit":"Seats"}])"), "ValidationException");
    EXPECT_EQ(with(R"([{"Name":"","Value":"1","Unit":"Count"}])"), "ValidationException");
    EXPECT_EQ(with(R"([{"Name":"seats","Value":"x","Unit":"Count"}])"),
              "InvalidParameterValueException");
    EXPECT_EQ(with(R"([{"Name":"seats","Unit":"None"}])"), "InvalidParameterValueException");
    EXPECT_EQ(refusal(a, "CheckoutLicense", seat_request(1, "OTHER")), "ValidationException");
    std::string many = "[";
    for (std::int64_t i = 0; i <= license_manager::kEntitlementsPerCheckout; ++i) {
        many += std::string{i == 0 ? "" : ","} + R"({"Name":"f)" + std::to_string(i) +
                R"(","Unit":"None"})";
    }
    EXPECT_EQ(with(many + "]"), "ValidationException");
    expect_role_required("CheckoutLicense", seat_request(1));
}

}  // namespace
}  // namespace licet::api
