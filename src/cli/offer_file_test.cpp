// SPDX-License-Identifier: Apache-2.0
#include "cli/offer_file.h"

#include "base/describe/describe.h"
#include "base/describe/json.h"
#include "base/file.h"
#include "base/random.h"
#include "model/marketplace/offer_set.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace licet::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

/// The example of docs/offers.md.
const std::string& example() {
    static const std::string text = [] {
        const auto page = *read_file(LICET_SOURCE_DIR "/docs/offers.md", 1024 * 1024);
        const auto begin = page.find("```yaml\n") + 8;
        return page.substr(begin, page.find("```", begin) - begin);
    }();
    return text;
}

/// The refusal of the example after its first `from` became `to`; empty when it is accepted.
std::string refusal(std::string_view from, std::string_view to) {
    std::string text = example();
    const auto at = text.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    text.replace(at, from.size(), to);
    const auto file = parse_offers(text, "o.yaml");
    return file ? "" : file.error().message;
}

TEST(OfferFile, TheExampleOfTheDocumentationIsReadWhole) {
    const auto file = parse_offers(example(), "o.yaml");
    ASSERT_TRUE(file) << file.error().message;
    ASSERT_EQ(file->offers.size(), 2U);
    const auto& runner = file->offers[0];
    EXPECT_EQ(runner.offer_id, "offer-examplerunner");
    EXPECT_THAT(runner.buyers, ElementsAre(AccountId{111'111'111'111}));
    EXPECT_EQ(runner.seller, AccountId{555'555'555'555});
    EXPECT_EQ(runner.expires_at, *parse_iso8601("2099-12-31T23:59:59Z"));
    EXPECT_EQ(model::pricing_model(runner), model::PricingModel::USAGE);
    EXPECT_EQ(runner.terms.size(), 5U);
    EXPECT_EQ(std::get<model::ValidityTerm>(runner.terms[1].details).duration, "P1Y");
    const auto& desk = file->offers[1];
    EXPECT_EQ(desk.expires_at, *parse_iso8601("2099-12-31T23:59:59.999Z"));
    EXPECT_EQ(model::pricing_model(desk), model::PricingModel::CONTRACT);
    const auto& price = std::get<model::FixedUpfrontPricingTerm>(desk.terms[0].details);
    EXPECT_EQ(price.grants.at(0).max_quantity, 40);
    EXPECT_EQ(std::get<model::PaymentScheduleTerm>(desk.terms[1].details).schedule.size(), 2U);
    ASSERT_EQ(file->offer_sets.size(), 1U);
    EXPECT_EQ(file->offer_sets[0].name, "Runner and desk together");
}

TEST(OfferFile, EveryKindOfTermCanBeWritten) {
    const auto kind_of = [](const std::string& terms) {
        const auto file = parse_offers(
            "offers:\n"
            "  - offer_id: offer-aaaaaaaaaaaaa\n"
            "    product_id: prod-a\n"
            "    name: A\n"
            "    buyers: [111111111111]\n"
            "    terms:\n" +
                terms +
                "      - {id: l, legalTerm: {documents: [{type: "
                "CustomEula, url: https://a.test}]}}\n",
            "o.yaml");
        EXPECT_TRUE(file) << file.error().message;
        return file ? file->offers.at(0).terms.at(0).details.index() : std::variant_npos;
    };
    const std::string card = "rate_card: [{dimension: d, price: 1, description: D, unit: Units}]";
    const std::string grants = "grants: [{dimension: d, description: D, unit: Units}]";
    const auto index = [](model::TermDetails details) { return details.index(); };
    EXPECT_EQ(kind_of("      - id: t\n        configurableUpfrontPricingTerm:\n"
                      "          rate_cards: [{duration: P1Y, quantities: false, " +
                      card + "}]\n"),
              index(model::ConfigurableUpfrontPricingTerm{}));
    EXPECT_EQ(kind_of("      - {id: t, freeTrialPricingTerm: {duration: P30D, " + grants + "}}\n"),
              index(model::FreeTrialPricingTerm{}));
    EXPECT_EQ(kind_of("      - {id: t, byolPricingTerm: {}}\n"), index(model::ByolPricingTerm{}));
    EXPECT_EQ(kind_of("      - {id: t, recurringPaymentTerm: {price: 7.50}}\n"),
              index(model::RecurringPaymentTerm{}));
    EXPECT_EQ(kind_of("      - {id: t, variablePaymentTerm: {max_total: 1000}}\n"),
              index(model::VariablePaymentTerm{}));
}

// MP-4: what is accepted runs for whole days.
TEST(OfferFile, AnAgreementBeginsAndEndsWithADayAndHasNoTimeOfDay) {
    const std::string length =
        "validityTerm: {duration: P1Y}\n      - id: term-renewal\n"
        "        renewalTerm: {}";
    EXPECT_EQ(refusal(length, "validityTerm: {start: 2027-01-01, end: 2027-06-30}"), "");
    EXPECT_EQ(refusal(length, "validityTerm: {end: 2027-06-30T12:00:00Z}"),
              "o.yaml:20: `end` is a day: write YYYY-MM-DD");
    EXPECT_EQ(refusal(length,
                      "validityTerm:\n          start: 2027-01-01T00:00:00Z\n"
                      "          end: 2027-06-30"),
              "o.yaml:21: `start` is a day: write YYYY-MM-DD");
    EXPECT_EQ(refusal(length, "validityTerm: {end: soon}"), "o.yaml:20: `soon` is no date or time");
}

TEST(OfferFile, JsonIsReadLikeYaml) {
    const auto yaml = parse_offers(example(), "o.yaml");
    ASSERT_TRUE(yaml);
    const auto json = parse_offers(
        R"({"offers":[{"offer_id":"offer-aaaaaaaaaaaaa","product_id":"prod-a","name":"A",)"
        R"("buyers":["111111111111"],"terms":[{"id":"t","byolPricingTerm":{}},)"
        R"({"id":"l","legalTerm":{"documents":[{"type":"CustomEula","url":"https://a.test"}]}}]}]})",
        "o.json");
    ASSERT_TRUE(json) << json.error().message;
    EXPECT_EQ(json->offers.at(0).terms.size(), 2U);
}

TEST(OfferFile, RefusalsNameTheirLine) {
    EXPECT_EQ(refusal("offers:\n", "ofers:\n"), "o.yaml:1: key `offers` is missing");
    EXPECT_THAT(refusal("offer-examplerunner", "offer-1"),
                StartsWith("o.yaml:2: offer `offer-1`: ill-formed id"));
    EXPECT_EQ(refusal("buyers: [\"111111111111\"]", "buyers: [\"1\"]"),
              "o.yaml:9: an account is 12 digits");
    EXPECT_EQ(refusal("expires_at: 2099-12-31T23:59:59Z", "expires_at: soon"),
              "o.yaml:11: `soon` is no date or time");
    EXPECT_EQ(refusal("currency: USD", "curency: USD"), "o.yaml:13: unknown key `curency`");
    EXPECT_EQ(refusal("    name: Runner for the whole company\n", ""),
              "o.yaml:2: key `name` is missing");
    EXPECT_EQ(refusal("price: \"0.01\", ", ""), "o.yaml:18: key `price` is missing");
    EXPECT_THAT(refusal("price: \"0.01\"", "price: \"cheap\""), StartsWith("o.yaml:2: offer"));
    EXPECT_THAT(refusal("type: CustomEula", "type: Eula"),
                HasSubstr("o.yaml:25: `Eula` is none of CustomEula, CustomDsa"));
    EXPECT_THAT(refusal("renewalTerm: {}", "renewal: {}"), HasSubstr("unknown key `renewal`"));
    EXPECT_THAT(refusal("renewalTerm: {}", "renewalTerm: {}\n        byolPricingTerm: {}"),
                HasSubstr("o.yaml:21: a term has exactly one of usageBasedPricingTerm, "));
    EXPECT_THAT(refusal("id: term-length\n", "id: term-price\n"),
                HasSubstr("o.yaml:2: offer `offer-examplerunner`: term `term-price`"));
    EXPECT_EQ(refusal("  - offer_set_id: offerset-examplebundle",
                      "  - offer_set_id: offerset-another000000"),
              "o.yaml:2: offer `offer-examplerunner`: offer set `offerset-examplebundle` is not "
              "listed with it");
    EXPECT_THAT(refusal("name: Runner and desk together", "name: \"\""),
                StartsWith("o.yaml:53: offer set `offerset-examplebundle`: needs a name"));
}

TEST(OfferFile, AMissingFileIsSaidToBeMissing) {
    const auto loaded = load_offers("/nowhere/offers.yaml");
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().kind, ErrorKind::not_found);
}

/// What is read is sound; what is not is refused with its line.
TEST(OfferFile, NoEditGetsPastTheChecks) {
    SeededRandom random{11};
    for (int i = 0; i < 500; ++i) {
        std::string text = example();
        const auto at = random.below(text.size());
        switch (random.below(3)) {
            case 0:
                text.erase(at, 1 + random.below(20));
                break;
            case 1:
                text.insert(at, text.substr(random.below(text.size()), random.below(30)));
                break;
            default:
                text[at] = "\t\n :-[]{}&*!|>'\"%@`#,?~\\a0\xc3\xff"[random.below(28)];
        }
        const auto file = parse_offers(text, "o.yaml");
        if (file) {
            EXPECT_TRUE(model::validate(file->offers, file->offer_sets));
        } else {
            EXPECT_EQ(file.error().kind, ErrorKind::invalid);
            EXPECT_THAT(file.error().message, StartsWith("o.yaml:"));
        }
    }
}

}  // namespace
}  // namespace licet::cli
