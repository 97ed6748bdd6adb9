// SPDX-License-Identifier: Apache-2.0
#include "model/marketplace/offers.h"

#include "model/marketplace/marketplace_world_test.h"

namespace licet::model {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

using OffersTest = MarketplaceWorld;

std::vector<std::string> ids_for(const State& state, AccountId account, const OfferFilter& filter,
                                 std::optional<std::string> after = {}) {
    std::vector<std::string> ids;
    offers_for(state, account, filter, std::move(after), [&](const Offer& offer) {
        ids.push_back(offer.offer_id);
        return true;
    });
    return ids;
}

// rule ME-2
TEST_F(OffersTest, PublicAndPrivateOnesHaveOneForm) {
    const Offer given = apply(offer(1));
    const auto own = offer_view(world.state, given.offer_id);
    ASSERT_TRUE(own.has_value());
    EXPECT_TRUE(is_private(*own));
    EXPECT_EQ(own->seller, seller);
    EXPECT_EQ(own->seller_name, "Cohere");
    EXPECT_EQ(proposal_id(*own), "at-private100001");
    EXPECT_EQ(offer_id_of("at-private100001"), given.offer_id);

    const auto open = offer_view(world.state, "offer-commandaaaaaa");
    ASSERT_TRUE(open.has_value());
    EXPECT_FALSE(is_private(*open));
    EXPECT_EQ(open->product_id, sample::kCommandProduct);
    EXPECT_EQ(open->seller, kMarketplaceAccount);
    EXPECT_EQ(open->seller_profile_id, own->seller_profile_id);
    EXPECT_EQ(pricing_model(*open), PricingModel::USAGE);
    ASSERT_EQ(open->terms.size(), 3U);
    EXPECT_EQ(open->terms[0].id, "term-commandaaaaaa-usage");
    EXPECT_FALSE(offer_view(world.state, "offer-nonexistent").has_value());
    EXPECT_FALSE(offer_id_of("offer-1").has_value());
}

// rule MP-1
TEST_F(OffersTest, AnOfferIsNoAgreement) {
    apply(offer(1));
    EXPECT_TRUE(marketplace().agreements.empty());
    EXPECT_TRUE(marketplace().requests.empty());
}

TEST_F(OffersTest, AreListedForTheirBuyersOnly) {
    const auto mine = apply(offer(1)).offer_id;
    const OfferFilter own{.product = {}, .public_ones = false};
    EXPECT_THAT(ids_for(world.state, buyer, own), ElementsAre(mine));
    EXPECT_TRUE(ids_for(world.state, other, own).empty());
    const OfferFilter of_product{.product = sample::kCommandProduct};
    EXPECT_THAT(ids_for(world.state, buyer, of_product), ElementsAre("offer-commandaaaaaa", mine));
    EXPECT_THAT(ids_for(world.state, buyer, of_product, "offer-commandaaaaaa"), ElementsAre(mine));
    EXPECT_THAT(ids_for(world.state, other, of_product), ElementsAre("offer-commandaaaaaa"));
    EXPECT_FALSE(may_accept(offer(1), other));

    Offer changed = offer(1);
    changed.buyers = {other};
    apply(changed);
    EXPECT_TRUE(ids_for(world.state, buyer, own).empty());
    EXPECT_THAT(ids_for(world.state, other, own), ElementsAre(mine));
}

TEST_F(OffersTest, ChangeUntilTheyAreAccepted) {
    const Offer given = apply(offer(1));
    EXPECT_TRUE(try_apply(given)->empty());
    Offer cheaper = given;
    cheaper.terms[0] = usage("0.50");
    apply(cheaper);
    agree(buyer, cheaper);
    EXPECT_TRUE(try_apply(cheaper)->empty());
    const auto refused = try_apply(given);
    EXPECT_EQ(refused.error().kind, ErrorKind::conflict);
    EXPECT_THAT(refused.error().message, HasSubstr(given.offer_id));
}

TEST_F(OffersTest, TakeOnlyWhatFits) {
    const auto fault = [&](auto change) {
        Offer given = offer(1);
        change(given);
        const auto refused = try_apply(given);
        EXPECT_FALSE(refused.ok());
        return refused.ok() ? "" : refused.error().message;
    };
    EXPECT_THAT(fault([](Offer& o) { o.product_id = "prod-nowhere"; }), HasSubstr("no product"));
    EXPECT_THAT(fault([](Offer& o) { o.offer_id = "offer-commandaaaaaa"; }),
                HasSubstr("public offer has that id"));
    EXPECT_THAT(fault([](Offer& o) { o.buyers = {AccountId{999}}; }), HasSubstr("no account"));
    EXPECT_THAT(fault([](Offer& o) { o.replaces_agreement = "agmt-1"; }),
                HasSubstr("no agreement of a buyer"));
    act_as(other);
    const auto denied = apply_offers(world.state, {{offer(1)}, {}}, world.context());
    EXPECT_EQ(denied.error().kind, ErrorKind::denied);
}

using W = MarketplaceWorld;

Offer sound() {
    return {.offer_id = "offer-aaaaaaaaaaaaa",
            .product_id = "prod-1",
            .name = "n",
            .buyers = {AccountId{1}},
            .terms = {W::usage(), W::legal()}};
}

using Faults = std::vector<std::pair<std::string, void (*)(Offer&)>>;

void expect_refused(const Faults& faults) {
    for (const auto& [text, change] : faults) {
        Offer broken = sound();
        change(broken);
        const auto valid = validate(broken);
        ASSERT_FALSE(valid.ok()) << text;
        EXPECT_THAT(valid.error().message, HasSubstr(text));
        EXPECT_THAT(valid.error().message, HasSubstr("offer `offer-"));
    }
}

TEST(Offer, IsValidatedByItself) {
    EXPECT_TRUE(validate(sound()).ok());
    expect_refused({
        {"ill-formed id", [](Offer& o) { o.offer_id = "offer-AAAAAAAAAAAAA"; }},
        {"1 to 25", [](Offer& o) { o.buyers.clear(); }},
        {"1 to 25",
         [](Offer& o) {
             o.buyers = {AccountId{1}, AccountId{1}};
         }},
        {"1 to 25",
         [](Offer& o) {
             for (std::uint64_t i = 2; i <= 26; ++i) {
                 o.buyers.push_back(AccountId{i});
             }
         }},
        {"no currency", [](Offer& o) { o.currency = "usd"; }},
        {"expires before",
         [](Offer& o) {
             o.available_from = from_epoch_ms(2);
             o.expires_at = from_epoch_ms(1);
         }},
        {"its name", [](Offer& o) { o.name.clear(); }},
    });
}

TEST(Offer, HasTermsThatGoTogether) {
    expect_refused({
        {"1 to 30 terms", [](Offer& o) { o.terms.clear(); }},
        {"no pricing term", [](Offer& o) { o.terms.erase(o.terms.begin()); }},
        {"no legalTerm", [](Offer& o) { o.terms.pop_back(); }},
        {"used twice", [](Offer& o) { o.terms.push_back(o.terms[0]); }},
        {"another of its kind",
         [](Offer& o) {
             o.terms.push_back(o.terms[0]);
             o.terms.back().id = "term-2";
         }},
        {"no amount", [](Offer& o) { o.terms[0] = W::usage("1,50"); }},
        {"excludes every other",
         [](Offer& o) {
             o.terms.push_back({"b", ByolPricingTerm{}});
         }},
        {"exclude each other",
         [](Offer& o) {
             o.terms.push_back(W::upfront());
             o.terms.push_back({"f", FixedUpfrontPricingTerm{.price = "1", .grants = {}}});
         }},
        {"needs a fixedUpfront",
         [](Offer& o) {
             o.terms.push_back({"s", PaymentScheduleTerm{{{from_epoch_ms(0), "1"}}}});
         }},
        {"needs a term that says how long", [](Offer& o) { o.terms.push_back(W::renewal()); }},
        {"a duration",
         [](Offer& o) {
             o.terms.push_back({"v", ValidityTerm{.duration = "one year"}});
         }},
        {"exclude each other",
         [](Offer& o) {
             o.terms.push_back({"v", ValidityTerm{.duration = "P1Y", .end = from_epoch_ms(1)}});
         }},
        {"https URL",
         [](Offer& o) {
             o.terms[1] = {"l", LegalTerm{{{.url = "http://x"}}}};
         }},
        {"listed twice",
         [](Offer& o) {
             auto& card = std::get<UsageBasedPricingTerm>(o.terms[0].details).rate_card;
             card.push_back(card[0]);
         }},
    });
}

TEST(Offer, MayIncludeQuotas) {
    const auto with = [](const std::string& dimension, std::optional<std::int64_t> quantity) {
        Offer offer = sound();
        offer.terms.push_back({"term-fixed", FixedUpfrontPricingTerm{
                                                 .price = "0",
                                                 .duration = "P1Y",
                                                 .grants = {{dimension, "d", "Units", quantity}}}});
        const auto valid = validate(offer);
        return valid.ok() ? "" : valid.error().message;
    };
    EXPECT_EQ(with("licet:quota:requests-per-day", 5), "");
    EXPECT_THAT(with("licet:quota:requests-per-day", std::nullopt), HasSubstr("needs a count"));
    EXPECT_THAT(with("licet:quota:requests-per-week", 5), HasSubstr("`total`"));
    EXPECT_THAT(with("licet:concurrency:each", 5), HasSubstr("shared by all"));
    Offer chosen = sound();
    chosen.terms[0] = W::upfront();
    std::get<ConfigurableUpfrontPricingTerm>(chosen.terms[0].details)
        .rate_cards[0]
        .rate_card[0]
        .dimension = "licet:concurrency";
    EXPECT_TRUE(validate(chosen).ok());
    std::get<ConfigurableUpfrontPricingTerm>(chosen.terms[0].details)
        .rate_cards[0]
        .rate_card[0]
        .dimension = "licet:concurrency:each";
    EXPECT_FALSE(validate(chosen).ok());
}

TEST(Offer, SaysHowItIsPriced) {
    Offer offer{.offer_id = "offer-aaaaaaaaaaaaa", .product_id = "p", .name = "n", .terms = {}};
    offer.terms = {W::usage()};
    EXPECT_EQ(pricing_model(offer), PricingModel::USAGE);
    offer.terms.push_back(W::upfront());
    EXPECT_EQ(pricing_model(offer), PricingModel::CONTRACT);
    offer.terms = {{"b", ByolPricingTerm{}}};
    EXPECT_EQ(pricing_model(offer), PricingModel::BYOL);
    offer.terms = {{"f", FreeTrialPricingTerm{.grants = {}}}};
    EXPECT_EQ(pricing_model(offer), PricingModel::FREE);
}

}  // namespace
}  // namespace licet::model
