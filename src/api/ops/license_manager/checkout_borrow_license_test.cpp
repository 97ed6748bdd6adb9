// SPDX-License-Identifier: Apache-2.0
#include "api/license_manager/checkout_fixture_test.h"
#include "base/jws.h"

namespace licet::api {
namespace {

using CheckoutBorrowLicenseTest = CheckoutTest;

TEST_F(CheckoutBorrowLicenseTest, Co7TheSignedTokenIsVouchedForByTheIssuersKey) {
    const auto reply =
        must(a, "CheckoutBorrowLicense",
             borrow_request(
                 R"(,"NodeId":"laptop","CheckoutMetadata":[{"Name":"site","Value":"north"}])"));
    EXPECT_EQ(reply.text("LicenseArn"), sold);
    EXPECT_EQ(reply.text("NodeId"), "laptop");
    EXPECT_EQ(reply.text("CheckoutMetadata.0.Name"), "site");
    EXPECT_EQ(reply.text("EntitlementsAllowed.0.Value"), "1");
    EXPECT_EQ(reply.text("Expiration"),
              format_iso8601(world.clock().now() + std::chrono::minutes{600}));
    EXPECT_EQ(used(), "1");

    const auto token = jws::parse(reply.text("SignedToken"));
    ASSERT_TRUE(token.ok());
    const auto keys = model::issuer_keys_of(world.state().token.issuer_keys, b.account);
    ASSERT_EQ(keys.size(), 1U);
    EXPECT_EQ(token->key_id, keys[0].id);
    EXPECT_TRUE(jws::verify(*token, {.n = keys[0].key->n, .e = keys[0].key->e}).ok());
    const std::string consumption = reply.text("LicenseConsumptionToken");
    EXPECT_EQ(token->payload,
              R"({"entitlementsAllowed":[{"name":"seats","unit":"Count","value":"1"}],)"
              R"("expiration":")" +
                  reply.text("Expiration") + R"(","issuedAt":")" + reply.text("IssuedAt") +
                  R"(","licenseArn":")" + sold + R"(","licenseConsumptionToken":")" + consumption +
                  R"(","nodeId":"laptop","checkoutMetadata":[{"name":"site","value":"north"}]})");
}

TEST_F(CheckoutBorrowLicenseTest, Gr33TheSameTokenTakesNothingNew) {
    const std::string request = borrow_request();
    const auto first = must(a, "CheckoutBorrowLicense", request);
    const auto records = world.records().size();
    const auto again = must(a, "CheckoutBorrowLicense", request);
    EXPECT_EQ(again.text("LicenseConsumptionToken"), first.text("LicenseConsumptionToken"));
    EXPECT_EQ(again.text("Expiration"), first.text("Expiration"));
    EXPECT_EQ(world.records().size(), records);
    EXPECT_EQ(used(), "1");
}

TEST_F(CheckoutBorrowLicenseTest, Co7RefusesWithTheDocumentedErrors) {
    EXPECT_EQ(refusal(a, "CheckoutBorrowLicense", borrow_request("", "JWT_RS256")),
              "UnsupportedDigitalSignatureMethodException");
    std::string unknown = borrow_request();
    unknown.replace(unknown.find(R"("seats")"), 7, R"("rooms")");
    EXPECT_EQ(refusal(a, "CheckoutBorrowLicense", unknown), "EntitlementNotAllowedException");
    const auto other = world.create_account("other");
    EXPECT_EQ(refusal(other, "CheckoutBorrowLicense", borrow_request()),
              "ResourceNotFoundException");
    must(a, "CheckoutBorrowLicense", borrow_request());
    must(a, "CheckoutBorrowLicense", borrow_request());
    EXPECT_EQ(refusal(a, "CheckoutBorrowLicense", borrow_request()),
              "NoEntitlementsAllowedException");
    std::string plain = borrow_request();
    plain.replace(plain.find(sold), sold.size(), license);
    EXPECT_EQ(refusal(world.admin(), "CheckoutBorrowLicense", plain),
              "NoEntitlementsAllowedException")
        << "a subscription's grant lacks the operation";
    expect_role_required("CheckoutBorrowLicense", borrow_request());
}

}  // namespace
}  // namespace licet::api
