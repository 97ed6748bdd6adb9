// SPDX-License-Identifier: Apache-2.0
#include "api/bedrock/fixture_test.h"
#include "model/marketplace/offer_sample_test.h"

namespace licet::api {
namespace {

using ::testing::StartsWith;

struct ListFoundationModelAgreementOffers : BedrockTest {
    testing::Reply list(const std::string& id, const std::string& type = "") {
        return must("ListFoundationModelAgreementOffers",
                    R"({"modelId":")" + id + '"' +
                        (type.empty() ? "" : R"(,"offerType":")" + type + '"') + "}");
    }
};

TEST_F(ListFoundationModelAgreementOffers, ShowsThePublicOfferOfTheProduct) {
    for (const auto* type : {"", "PUBLIC", "ALL"}) {
        const auto reply = list(sample::kEmbed, type);
        EXPECT_EQ(reply.text("modelId"), sample::kEmbed);
        ASSERT_EQ(reply.count("offers"), 1U);
        EXPECT_EQ(reply.text("offers.0.offerId"), "offer-commandaaaaaa");
        EXPECT_EQ(reply.text("offers.0.offerToken"), "token-of-" + sample::kCommandProduct);
        const std::string terms = "offers.0.termDetails.";
        const std::string rate = terms + "usageBasedPricingTerm.rateCard.0.";
        EXPECT_EQ(reply.text(rate + "dimension"), "USE1_InputTokenCount");
        EXPECT_EQ(reply.text(rate + "price"), "3.30");
        EXPECT_EQ(reply.text(rate + "description"), "Million Input Tokens");
        EXPECT_EQ(reply.text(rate + "unit"), "Units");
        EXPECT_EQ(reply.text(terms + "legalTerm.url"), "https://example.com/eula");
        EXPECT_EQ(reply.text(terms + "supportTerm.refundPolicyDescription"), "none");
        EXPECT_FALSE(reply.has(terms + "validityTerm"));
    }
}

TEST_F(ListFoundationModelAgreementOffers, ShowsHowLongAnAgreementLasts) {
    auto catalogue = sample::catalogue();
    catalogue.products[2].offer.agreement_duration = "P365D";
    world.apply({model::CatalogueApplied{catalogue}});
    EXPECT_EQ(list(sample::kEmbed).text("offers.0.termDetails.validityTerm.agreementDuration"),
              "P365D");
}

// rules MP-1, MP-4
TEST_F(ListFoundationModelAgreementOffers, ShowsOpenPrivateOffersToTheirBuyersAlone) {
    const auto product = sample::kCommandProduct;
    auto open = sample::private_offer('a', product);
    open.terms.push_back({"term-validity", model::ValidityTerm{.duration = "P1Y"}});
    auto over = sample::private_offer('b', product);
    over.expires_at = world.clock().now() - Milliseconds{1};
    auto later = sample::private_offer('c', product);
    later.available_from = world.clock().now() + Milliseconds{1};
    const auto elsewhere = sample::private_offer('d', sample::kOpusProduct);
    world.apply({model::OffersApplied{{open, over, later, elsewhere}}});

    const auto all = list(sample::kEmbed, "ALL");
    EXPECT_EQ(ids(all, "offers", "offerId"), "offer-commandaaaaaa offer-aaaaaaaaaaaaa");
    const std::string terms = "offers.1.termDetails.";
    EXPECT_EQ(all.text(terms + "usageBasedPricingTerm.rateCard.0.price"), "2.10");
    EXPECT_EQ(all.text(terms + "legalTerm.url"), "https://example.com/eula");
    EXPECT_EQ(all.text(terms + "supportTerm.refundPolicyDescription"), "no refunds");
    EXPECT_EQ(all.text(terms + "validityTerm.agreementDuration"), "P1Y");
    EXPECT_EQ(all.text("offers.1.offerToken").find("aaaa"), std::string::npos);

    EXPECT_EQ(list(sample::kEmbed, "PUBLIC").count("offers"), 1U);
    EXPECT_EQ(list(sample::kEmbed).count("offers"), 1U);
    EXPECT_EQ(world
                  .must(member, "bedrock", "ListFoundationModelAgreementOffers",
                        R"({"modelId":")" + sample::kEmbed + R"(","offerType":"ALL"})")
                  .count("offers"),
              1U);
}

TEST_F(ListFoundationModelAgreementOffers, ShowsTheTermsThatAPrivateOfferHas) {
    auto offer = sample::private_offer('a', sample::kCommandProduct);
    offer.terms = {{"term-price", model::FixedUpfrontPricingTerm{.price = "9", .grants = {}}},
                   {"term-legal", model::LegalTerm{{{.url = "https://example.com/eula"}}}}};
    world.apply({model::OffersApplied{{offer}}});
    const auto all = list(sample::kEmbed, "ALL");
    ASSERT_EQ(all.count("offers"), 2U);
    const std::string terms = "offers.1.termDetails.";
    EXPECT_EQ(all.count(terms + "usageBasedPricingTerm.rateCard"), 0U);
    EXPECT_TRUE(all.has(terms + "supportTerm"));
    EXPECT_FALSE(all.has(terms + "supportTerm.refundPolicyDescription"));
}

TEST_F(ListFoundationModelAgreementOffers, ShowsNoneForAModelThatNeedsNone) {
    EXPECT_EQ(list(sample::kNova).count("offers"), 0U);
    EXPECT_EQ(list(sample::kLlama).count("offers"), 0U);
}

TEST_F(ListFoundationModelAgreementOffers, RefusesModelsThatTheRegionLacks) {
    const auto refused = [&](const std::string& id, std::string_view region) {
        return refusal("ListFoundationModelAgreementOffers", model(id), region);
    };
    const std::string invalid = "ValidationException: The provided model identifier is invalid.";
    EXPECT_THAT(refused("anthropic.claude-9-v1:0", "us-east-1"), StartsWith(invalid));
    EXPECT_THAT(refused("?", "us-east-1"), StartsWith(invalid));
    EXPECT_THAT(refused(sample::kEmbed, "eu-west-1"), StartsWith(invalid));
    EXPECT_THAT(refusal("ListFoundationModelAgreementOffers",
                        R"({"modelId":"amazon.nova-v1:0","offerType":"PRIVATE"})"),
                StartsWith("ValidationException"));
}

}  // namespace
}  // namespace licet::api
