// SPDX-License-Identifier: Apache-2.0
#include "api/marketplace_discovery/fixture_test.h"

namespace licet::api {
namespace {

using GetOfferTerms = DiscoveryTest;
using namespace model;

TEST_F(GetOfferTerms, EachElementIsOneKindOfTermWithItsId) {  // rule MP-21
    const Time when = from_epoch_ms(1'800'000'000'000);
    const std::vector<RateCardItem> card{{"users", "9.99", "Users", "Users"}};
    const std::vector<IncludedDimension> included{{"users", "Users", "Users", 5}};
    offers[2].terms = {
        {"t1", UsageBasedPricingTerm{card}},
        {"t2",
         ConfigurableUpfrontPricingTerm{
             {{.duration = "P1Y", .quantities = false, .rate_card = card}}}},
        {"t3", FixedUpfrontPricingTerm{"100", "P1Y", included}},
        {"t4", FreeTrialPricingTerm{"P30D", included}},
        {"t5", ByolPricingTerm{}},
        {"t6", RecurringPaymentTerm{"7.50"}},
        {"t7", PaymentScheduleTerm{{{when, "50"}}}},
        {"t8", VariablePaymentTerm{"1000"}},
        {"t9", LegalTerm{{{LegalDocumentType::StandardEula, "https://example.com", "2022"}}}},
        {"t10", SupportTerm{"none"}},
        {"t11", ValidityTerm{.duration = "P1Y", .start = when}},
        {"t12", RenewalTerm{}}};
    bring_in();
    const auto reply = must_discover("GetOfferTerms", offer('c'));
    ASSERT_EQ(reply.count("offerTerms"), 12U);
    const auto term = [&](int position, const std::string& kind) {
        const auto path = "offerTerms." + std::to_string(position) + "." + kind;
        std::string type = kind;
        type[0] = static_cast<char>(type[0] - 32);
        EXPECT_EQ(reply.text(path + ".id"), "t" + std::to_string(position + 1));
        EXPECT_EQ(reply.text(path + ".type"), type);
        return path;
    };
    const auto usage = term(0, "usageBasedPricingTerm");
    EXPECT_EQ(reply.text(usage + ".currencyCode"), "USD");
    EXPECT_EQ(reply.text(usage + ".rateCards.0.rateCard.0.price"), "9.99");
    EXPECT_EQ(reply.text(usage + ".rateCards.0.rateCard.0.dimensionKey"), "users");
    const auto upfront = term(1, "configurableUpfrontPricingTerm");
    EXPECT_EQ(reply.text(upfront + ".rateCards.0.selector"),
              R"({"type":"Duration","value":"P1Y"})");
    EXPECT_EQ(reply.text(upfront + ".rateCards.0.constraints"),
              R"({"multipleDimensionSelection":"Allowed","quantityConfiguration":"Disallowed"})");
    EXPECT_EQ(reply.text(term(2, "fixedUpfrontPricingTerm") + ".grants.0.maxQuantity"), "5");
    EXPECT_EQ(reply.text(term(3, "freeTrialPricingTerm") + ".duration"), "P30D");
    term(4, "byolPricingTerm");
    EXPECT_EQ(reply.text(term(5, "recurringPaymentTerm") + ".billingPeriod"), "Monthly");
    EXPECT_EQ(reply.text(term(6, "paymentScheduleTerm") + ".schedule.0.chargeAmount"), "50");
    EXPECT_EQ(reply.text(term(7, "variablePaymentTerm") + ".maxTotalChargeAmount"), "1000");
    EXPECT_EQ(reply.text(term(8, "legalTerm") + ".documents.0.type"), "StandardEula");
    EXPECT_EQ(reply.text(term(9, "supportTerm") + ".refundPolicy"), "none");
    EXPECT_EQ(reply.text(term(10, "validityTerm") + ".agreementDuration"), "P1Y");
    EXPECT_TRUE(reply.has("offerTerms.10.validityTerm.agreementStartDate"));
    term(11, "renewalTerm");
}

TEST_F(GetOfferTerms, PagesHaveAtMost25Terms) {  // rule MP-21
    EXPECT_THAT(refused("GetOfferTerms", R"({"offerId":"offer-ccccccccccccc","maxResults":26})"),
                ::testing::HasSubstr("must be a whole number from 1 to 25"));
    const auto page = [&](const std::string& token) {
        return must_discover("GetOfferTerms",
                             R"({"offerId":"offer-ccccccccccccc","maxResults":2)" +
                                 (token.empty() ? "}" : R"(,"nextToken":")" + token + R"("})"));
    };
    const auto first = page("");
    EXPECT_EQ(first.count("offerTerms"), 2U);
    const auto second = page(first.text("nextToken"));
    EXPECT_EQ(second.count("offerTerms"), 1U);
    EXPECT_EQ(second.text("offerTerms.0.supportTerm.id"), "term-support");
    EXPECT_FALSE(second.has("nextToken"));
}

TEST_F(GetOfferTerms, RefusesForeignOffersAndTokens) {
    EXPECT_THAT(refused(member, "GetOfferTerms", offer('c')),
                ::testing::StartsWith("ResourceNotFoundException: There is no offer"));
    const auto token =
        must_discover("GetOfferTerms", R"({"offerId":"offer-ccccccccccccc","maxResults":1})")
            .text("nextToken");
    EXPECT_THAT(refused("GetOfferTerms",
                        R"({"offerId":"offer-aaaaaaaaaaaaa","nextToken":")" + token + R"("})"),
                ::testing::EndsWith("(reason INVALID_PAGINATION_TOKEN)"));
}

}  // namespace
}  // namespace licet::api
