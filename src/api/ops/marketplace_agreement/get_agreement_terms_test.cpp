// SPDX-License-Identifier: Apache-2.0
#include "api/marketplace_agreement/fixture_test.h"

namespace licet::api {
namespace {

using GetAgreementTerms = AgreementTest;

TEST_F(GetAgreementTerms, ShowsPricesAndChoices) {
    const auto reply = agree_must(buyer, "GetAgreementTerms", of(contract(1, 2)));
    ASSERT_EQ(reply.count("acceptedTerms"), 2U);
    const std::string upfront = "acceptedTerms.0.configurableUpfrontPricingTerm.";
    EXPECT_EQ(reply.text(upfront + "type"), "ConfigurableUpfrontPricingTerm");
    EXPECT_EQ(reply.text(upfront + "id"), "term-upfront");
    EXPECT_EQ(reply.text(upfront + "currencyCode"), "USD");
    EXPECT_EQ(reply.text(upfront + "rateCards.0.selector.value"), "P1M");
    EXPECT_EQ(reply.text(upfront + "rateCards.0.constraints.quantityConfiguration"), "Allowed");
    EXPECT_EQ(reply.text(upfront + "rateCards.0.rateCard.0.price"), "10");
    EXPECT_EQ(reply.text(upfront + "configuration.selectorValue"), "P1M");
    EXPECT_EQ(reply.text(upfront + "configuration.dimensions.0.dimensionValue"), "2");
    EXPECT_EQ(reply.text("acceptedTerms.1.legalTerm.documents.0.url"), "https://example.com/eula");
    EXPECT_FALSE(reply.has("nextToken"));
}

TEST_F(GetAgreementTerms, ShowsEveryKindOfTerm) {
    model::Offer offer = usage_offer(1);
    const Time start = world.clock().now();
    offer.terms = {
        {"a",
         model::FixedUpfrontPricingTerm{
             .price = "90", .duration = "P1Y", .grants = {{"Seats", "Seats", "Users", 9}}}},
        {"b", model::RecurringPaymentTerm{"5"}},
        {"c", model::PaymentScheduleTerm{{{start, "40"}}}},
        {"d", model::VariablePaymentTerm{"1000"}},
        {"e",
         model::LegalTerm{{{model::LegalDocumentType::StandardEula, "https://e.example", "1"}}}},
        {"f", model::SupportTerm{"no refunds"}},
        {"g", model::ValidityTerm{.duration = "P2Y"}},
        {"h", model::RenewalTerm{}},
    };
    apply(offer);
    const std::string id = accept(
        R"({"intent":"NEW","agreementProposalIdentifier":"at-private100001","requestedTerms":[)"
        R"({"id":"a"},{"id":"b"},{"id":"c"},{"id":"e"},{"id":"f"},{"id":"g"},)"
        R"({"id":"d","configuration":{"variablePaymentTermConfiguration":{)"
        R"("paymentRequestApprovalStrategy":"AUTO_APPROVE_ON_EXPIRATION",)"
        R"("expirationDuration":"P10D"}}},)"
        R"({"id":"h","configuration":{"renewalTermConfiguration":{"enableAutoRenew":true}}}]})");
    const auto reply = agree_must(seller, "GetAgreementTerms", of(id));
    const auto text = [&](const std::string& path) { return reply.text("acceptedTerms." + path); };
    EXPECT_EQ(text("0.fixedUpfrontPricingTerm.grants.0.maxQuantity"), "9");
    EXPECT_EQ(text("1.recurringPaymentTerm.billingPeriod"), "Monthly");
    EXPECT_EQ(text("2.paymentScheduleTerm.schedule.0.chargeDate"), "1790000000");
    EXPECT_EQ(text("3.variablePaymentTerm.configuration.expirationDuration"), "P10D");
    EXPECT_EQ(text("4.legalTerm.documents.0.type"), "StandardEula");
    EXPECT_EQ(text("5.supportTerm.refundPolicy"), "no refunds");
    EXPECT_EQ(text("6.validityTerm.agreementDuration"), "P2Y");
    EXPECT_EQ(text("7.renewalTerm.configuration.enableAutoRenew"), "true");
}

TEST_F(GetAgreementTerms, ComesInPages) {
    const std::string id = contract();
    const auto page = [&](const std::string& more) {
        return agree_call(buyer, "GetAgreementTerms",
                          R"({"agreementId":")" + id + R"(","maxResults":1)" + more + "}");
    };
    const auto first = page("");
    EXPECT_EQ(first.count("acceptedTerms"), 1U);
    const auto second = page(R"(,"nextToken":")" + first.text("nextToken") + R"(")");
    EXPECT_TRUE(second.has("acceptedTerms.0.legalTerm"));
    EXPECT_FALSE(second.has("nextToken"));
    EXPECT_EQ(page(R"(,"nextToken":"AAAA")").error_members.at(0).second, "INVALID_NEXT_TOKEN");
}

TEST_F(GetAgreementTerms, IsForTheParties) {
    EXPECT_EQ(agree_refusal(stranger, "GetAgreementTerms", of(usage_agreement())),
              "ResourceNotFoundException Agreement");
}

}  // namespace
}  // namespace licet::api
