// SPDX-License-Identifier: Apache-2.0
#include "api/marketplace_agreement/fixture_test.h"

namespace licet::api {
namespace {

using AcceptAgreementRequest = AgreementTest;

// rules ME-20, LI-7, MP-8
TEST_F(AcceptAgreementRequest, MakesAnAgreementAndALicense) {
    const std::string id = usage_agreement();
    EXPECT_EQ(id.substr(0, 5), "agmt-");
    const auto& agreement = world.state().marketplace.agreements.at(id);
    EXPECT_FALSE(agreement.provisioning);
    EXPECT_EQ(agreement.proposer, seller.account);
    const auto& records = world.records();
    EXPECT_EQ(records.back().action, "CreateLicense");
    EXPECT_EQ(records.at(records.size() - 2).action, "AcceptAgreementRequest");
    const auto licenses = world.must(buyer, "license-manager", "ListReceivedLicenses", "{}");
    ASSERT_EQ(licenses.count("Licenses"), 1U);
    EXPECT_EQ(licenses.text("Licenses.0.Status"), "AVAILABLE");
    EXPECT_EQ(licenses.text("Licenses.0.ProductSKU"), sample::kCommandProduct);
}

// rules MP-5, MP-7
TEST_F(AcceptAgreementRequest, APrivateOfferTakesThePlaceOfThePublicOne) {
    must("CreateFoundationModelAgreement", agreement(sample::kCommand, sample::kCommandProduct));
    const auto before = world.must(buyer, "license-manager", "ListReceivedLicenses", "{}");
    usage_agreement();
    const auto after = world.must(buyer, "license-manager", "ListReceivedLicenses", "{}");
    ASSERT_EQ(after.count("Licenses"), 1U);
    EXPECT_EQ(after.text("Licenses.0.LicenseArn"), before.text("Licenses.0.LicenseArn"));
    EXPECT_EQ(before.text("Licenses.0.Version"), "1");
    EXPECT_EQ(after.text("Licenses.0.Version"), "2");
}

TEST_F(AcceptAgreementRequest, TakesPurchaseOrders) {
    apply(contract_offer(1));
    const auto made = agree_must(buyer, "CreateAgreementRequest", for_seats(1, 3));
    const std::string charge = made.text("chargeSummary.expectedCharges.0.id");
    const auto with = [&](const std::string& order) {
        return R"({"agreementRequestId":")" + made.text("agreementRequestId") +
               R"(","purchaseOrders":[{)" + order + "}]}";
    };
    EXPECT_EQ(agree_refusal(buyer, "AcceptAgreementRequest", with(R"("chargeId":"ch-1")")),
              "ValidationException MISSING_PURCHASE_ORDER_REFERENCE");
    EXPECT_EQ(agree_refusal(buyer, "AcceptAgreementRequest",
                            with(R"("chargeId":"ch-1","purchaseOrderReference":"PO")")),
              "ValidationException INVALID_CHARGE_ID");
    agree_must(buyer, "AcceptAgreementRequest",
               with(R"("chargeId":")" + charge + R"(","purchaseOrderReference":"PO-7")"));
    const auto charges = agree_must(buyer, "ListAgreementCharges", "{}");
    EXPECT_EQ(charges.text("items.0.purchaseOrderReference"), "PO-7");
}

TEST_F(AcceptAgreementRequest, RefusesARequestThatIsNotTheirsOrUsed) {
    apply(usage_offer(1));
    const auto made = agree_must(buyer, "CreateAgreementRequest", by_usage(1));
    const std::string request = one("agreementRequestId", made.text("agreementRequestId"));
    const auto refused = [&](const model::Principal& who, const std::string& body) {
        return agree_refusal(who, "AcceptAgreementRequest", body);
    };
    EXPECT_EQ(refused(stranger, request), "ResourceNotFoundException AgreementRequest");
    EXPECT_EQ(refused(buyer, one("agreementRequestId", "ar-none")),
              "ResourceNotFoundException AgreementRequest");
    agree_must(buyer, "AcceptAgreementRequest", request);
    EXPECT_EQ(refused(buyer, request), "ConflictException AgreementRequest");
}

}  // namespace
}  // namespace licet::api
