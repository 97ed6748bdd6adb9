// SPDX-License-Identifier: Apache-2.0
#include "api/marketplace_agreement/fixture_test.h"

namespace licet::api {
namespace {

using CreateAgreementRequest = AgreementTest;

// rules MP-1, MP-3
TEST_F(CreateAgreementRequest, QuotesWhatIsToBePaid) {
    apply(contract_offer(1));
    const auto reply = agree_must(buyer, "CreateAgreementRequest", for_seats(1, 3));
    EXPECT_EQ(reply.text("agreementRequestId").substr(0, 3), "ar-");
    EXPECT_EQ(reply.text("chargeSummary.currencyCode"), "USD");
    EXPECT_EQ(reply.text("chargeSummary.newAgreementValue"), "30");
    ASSERT_EQ(reply.count("chargeSummary.expectedCharges"), 1U);
    EXPECT_EQ(reply.text("chargeSummary.expectedCharges.0.amount"), "30");
    EXPECT_EQ(reply.text("chargeSummary.expectedCharges.0.timing"), "ON_ACCEPTANCE");
    EXPECT_EQ(reply.text("chargeSummary.expectedCharges.0.time"), "1790000000");
    ASSERT_EQ(reply.count("chargeSummary.itemizedCharges"), 1U);
    EXPECT_EQ(reply.text("chargeSummary.itemizedCharges.0.dimensionKey"), "Seats");
    EXPECT_EQ(reply.text("chargeSummary.itemizedCharges.0.newQuantity"), "3");
    EXPECT_EQ(reply.text("chargeSummary.itemizedCharges.0.oldQuantity"), "0");
    EXPECT_EQ(reply.text("chargeSummary.itemizedCharges.0.incrementalChargeAmount"), "30");
    EXPECT_EQ(reply.text("chargeSummary.itemizedCharges.0.chargeReference"),
              reply.text("chargeSummary.expectedCharges.0.id"));
    EXPECT_TRUE(world.state().marketplace.agreements.empty());
}

TEST_F(CreateAgreementRequest, AUsageChargeHasNoAmount) {
    apply(usage_offer(1));
    const auto reply = agree_must(buyer, "CreateAgreementRequest", by_usage(1));
    EXPECT_EQ(reply.text("chargeSummary.newAgreementValue"), "0");
    EXPECT_EQ(reply.text("chargeSummary.expectedCharges.0.timing"), "BILLING_PERIOD");
    EXPECT_FALSE(reply.has("chargeSummary.expectedCharges.0.amount"));
    EXPECT_FALSE(reply.has("chargeSummary.expectedCharges.0.time"));
}

// rule GR-33, as License Manager's
TEST_F(CreateAgreementRequest, IsIdempotentByItsClientToken) {
    apply(contract_offer(1));
    const auto with = [](std::string request, const std::string& token) {
        return request.insert(1, R"("clientToken":")" + token + R"(",)");
    };
    const auto first = agree_must(buyer, "CreateAgreementRequest", with(for_seats(1, 3), "t-1"));
    const auto again = agree_must(buyer, "CreateAgreementRequest", with(for_seats(1, 3), "t-1"));
    EXPECT_EQ(first.body, again.body);
    EXPECT_FALSE(again.recorded);
    const auto next = agree_must(buyer, "CreateAgreementRequest", with(for_seats(1, 3), "t-2"));
    EXPECT_NE(first.text("agreementRequestId"), next.text("agreementRequestId"));
    EXPECT_EQ(agree_refusal(buyer, "CreateAgreementRequest", with(for_seats(1, 4), "t-1")),
              "ValidationException INVALID_CLIENT_TOKEN");
    world.clock().advance(std::chrono::hours{25});
    agree_must(buyer, "CreateAgreementRequest", for_seats(1, 1));
    EXPECT_EQ(agree_refusal(buyer, "CreateAgreementRequest", with(for_seats(1, 3), "t-1")),
              "ValidationException INVALID_CLIENT_TOKEN");
}

// rules MP-3, MP-4, MP-11
TEST_F(CreateAgreementRequest, SaysWhyItRefuses) {
    model::Offer expired = contract_offer(2);
    expired.expires_at = world.clock().now() - Milliseconds{1};
    apply(expired);
    apply(contract_offer(1));
    const auto refused = [&](const model::Principal& who, const std::string& request) {
        return agree_refusal(who, "CreateAgreementRequest", request);
    };
    EXPECT_EQ(refused(buyer, for_seats(2, 1)), "ValidationException EXPIRED_AGREEMENT_PROPOSAL");
    EXPECT_EQ(refused(buyer, for_seats(3, 1)), "ResourceNotFoundException AgreementProposal");
    EXPECT_EQ(refused(stranger, for_seats(1, 1)), "ResourceNotFoundException AgreementProposal");
    EXPECT_EQ(refused(buyer, by_usage(1)), "ValidationException INVALID_REQUESTED_TERM_ID");
    EXPECT_EQ(refused(buyer, R"({"intent":"NEW","requestedTerms":[{"id":"term-legal"}],)"
                             R"("agreementProposalIdentifier":"at-private100001"})"),
              "ValidationException MISSING_MANDATORY_TERMS");
    EXPECT_EQ(refused(buyer, R"({"intent":"NEW","requestedTerms":[{"id":"t","configuration":{}}],)"
                             R"("agreementProposalIdentifier":"at-private100001"})"),
              "ValidationException INVALID_REQUESTED_TERM_CONFIGURATION");
    EXPECT_EQ(refused(buyer, R"({"intent":"REPLACE","requestedTerms":[{"id":"t"}],)"
                             R"("sourceAgreementIdentifier":"agmt-none",)"
                             R"("agreementProposalIdentifier":"at-private100001"})"),
              "ResourceNotFoundException Agreement");
    EXPECT_TRUE(world.state().marketplace.requests.empty());
}

// rule MP-6
TEST_F(CreateAgreementRequest, AnAmendmentShowsTheDifference) {
    const std::string id = contract(1, 2);
    const auto reply =
        agree_must(buyer, "CreateAgreementRequest",
                   R"({"intent":"AMEND","sourceAgreementIdentifier":")" + id +
                       R"(","requestedTerms":[{"id":"term-upfront","configuration":{)"
                       R"("configurableUpfrontPricingTermConfiguration":{"selectorValue":"P1M",)"
                       R"("dimensions":[{"dimensionKey":"Seats","dimensionValue":5}]}}}]})");
    EXPECT_EQ(reply.text("chargeSummary.newAgreementValue"), "50");
    EXPECT_EQ(reply.text("chargeSummary.expectedCharges.0.amount"), "30");
    EXPECT_EQ(reply.text("chargeSummary.itemizedCharges.0.oldQuantity"), "2");
}

}  // namespace
}  // namespace licet::api
