// SPDX-License-Identifier: Apache-2.0
#include "model/marketplace/marketplace_world_test.h"
#include "model/marketplace/subscribe.h"

namespace licet::model {
namespace {

using testing::HasSubstr;

/// Private offers that are accepted with a token, for a model.
struct SubscribePrivate : MarketplaceWorld {
    std::vector<ModelOffer> offers(AccountId account, const std::string& model = sample::kEmbed) {
        return private_model_offers(world.state, world.state.models.models.at(model), account,
                                    world.now);
    }
    std::string token() {
        const auto found = offers(buyer);
        EXPECT_EQ(found.size(), 1U);
        return found.empty() ? "" : found.front().token;
    }
    Result<Events> try_take(AccountId as, const std::string& token,
                            const std::string& model = sample::kEmbed) {
        act_as(as);
        return accept_model_offer(world.state, {model, token}, world.context());
    }
    /// @return the agreement's id.
    std::string take(const std::string& token) {
        const Events events = world.keep(try_take(buyer, token));
        world.run_background();
        return events.empty() ? "" : std::get<AgreementAccepted>(events.front()).id;
    }
    std::string take_public() { return take("token-of-" + sample::kCommandProduct); }
    std::string why(const std::string& token) {
        const auto refused = try_take(buyer, token);
        return refused.ok() ? "" : refused.error().message;
    }
};

/// A second world beside that of the test.
struct Another final : SubscribePrivate {
    void TestBody() override {}
};

TEST_F(SubscribePrivate, Mp4OpenOffersOfTheProductAreShownToTheirBuyers) {
    apply(offer(1));
    Offer later = offer(2);
    later.available_from = world.now + kHour;
    later.expires_at = world.now + 2 * kHour;
    apply(later);
    apply(offer(3, sample::kOpusProduct));
    EXPECT_EQ(offers(buyer).size(), 1U);
    EXPECT_EQ(offers(buyer, sample::kCommand).size(), 1U) << "another model of the product";
    EXPECT_TRUE(offers(other).empty());
    EXPECT_TRUE(offers(seller).empty());
    world.now += kHour;
    EXPECT_EQ(offers(buyer).size(), 2U);
    world.now += kHour + Milliseconds{1};
    EXPECT_EQ(offers(buyer).size(), 1U);
}

// rules MP-5, MP-6, MP-7
TEST_F(SubscribePrivate, HasTheEffectOfAnAgreementRequest) {
    const auto agreed_by = [&](bool token_way) {
        Another fresh;
        fresh.take_public();
        const Offer made = fresh.offer(1, sample::kCommandProduct,
                                       {usage(), legal(), {"term-length", ValidityTerm{"P1Y"}}});
        fresh.apply(made);
        const std::string id =
            token_way ? fresh.take(fresh.token()) : fresh.agree(fresh.buyer, made);
        Agreement agreed = fresh.agreement(id);
        const Agreement old = fresh.agreement(agreed.previous);
        EXPECT_EQ(old.status, AgreementStatus::REPLACED);
        EXPECT_EQ(old.replaced_by, id);
        EXPECT_EQ(old.license, agreed.license);
        EXPECT_EQ(fresh.license(id).versions.size(), 2U);
        EXPECT_TRUE(fresh.entitled(fresh.buyer));
        return agreed;
    };
    const Agreement one = agreed_by(true);
    const Agreement two = agreed_by(false);
    EXPECT_EQ(one.status, AgreementStatus::ACTIVE);
    EXPECT_FALSE(one.from_public);
    EXPECT_EQ(one.offer_id, two.offer_id);
    EXPECT_EQ(one.proposer, two.proposer);
    EXPECT_EQ(one.from_public, two.from_public);
    EXPECT_EQ(one.ends_at, two.ends_at);
    EXPECT_EQ(one.terms.size(), two.terms.size());
    EXPECT_EQ(one.charges.size(), two.charges.size());
}

TEST_F(SubscribePrivate, TheTokenWorksForItsBuyerAlone) {
    apply(offer(1));
    const std::string good = token();
    const auto foreign = try_take(other, good);
    const auto unknown = try_take(other, "nothing");
    ASSERT_FALSE(foreign.ok());
    EXPECT_EQ(foreign.error().message, unknown.error().message);
    EXPECT_EQ(foreign.error().kind, unknown.error().kind);
    EXPECT_FALSE(try_take(buyer, offer(1).offer_id).ok());
    EXPECT_FALSE(try_take(buyer, good, sample::kOpus).ok()) << "of another product";
    EXPECT_TRUE(try_take(buyer, good, sample::kCommand).ok()) << "another model of the product";
}

TEST_F(SubscribePrivate, TheTokensOfTwoBuyersAreNotTheSame) {
    Offer shared = offer(1);
    shared.buyers = {buyer, other};
    apply(shared);
    EXPECT_NE(offers(buyer).at(0).token, offers(other).at(0).token);
    EXPECT_FALSE(try_take(other, offers(buyer).at(0).token).ok());
}

TEST_F(SubscribePrivate, Mp11AChangedOfferHasAnotherToken) {
    apply(offer(1));
    const std::string old = token();
    apply(offer(1, sample::kCommandProduct, {usage("2.00"), legal()}));
    EXPECT_THAT(why(old), HasSubstr("offer token"));
    EXPECT_EQ(why(token()), "");
}

TEST_F(SubscribePrivate, Mp4AnOfferThatIsOverIsRefused) {
    Offer made = offer(1);
    made.expires_at = world.now + kHour;
    apply(made);
    const std::string good = token();
    world.now += kHour + Milliseconds{1};
    EXPECT_THAT(why(good), HasSubstr("could be accepted until"));
    const auto refused = try_take(buyer, good);
    EXPECT_EQ(refused.error().name, "ValidationException");
    EXPECT_TRUE(refused.error().members.empty()) << "Bedrock has no reasons";
}

TEST_F(SubscribePrivate, ASecondPrivateAgreementIsRefusedInBedrocksWords) {
    apply(offer(1));
    take(token());
    EXPECT_EQ(why(token()), "Could not create agreement - Agreement already exists");
}

TEST_F(SubscribePrivate, Mp3WhatMustBeChosenIsRefusedAndARenewalIsNotChosen) {
    apply(offer(1, sample::kCommandProduct, {upfront(), legal()}));
    EXPECT_THAT(why(token()), HasSubstr("term-upfront"));
    apply(offer(1, sample::kCommandProduct,
                {usage(), legal(), {"term-length", ValidityTerm{"P1Y"}}, renewal()}));
    EXPECT_FALSE(agreement(take(token())).auto_renew);
}

TEST_F(SubscribePrivate, Mp3AFreeTrialIsTakenWhereThereIsNothingElse) {
    const Term trial{
        "term-trial",
        FreeTrialPricingTerm{
            .duration = "P1M",
            .grants = {{.dimension = "Seats", .description = "Seats", .unit = "Users"}}}};
    apply(offer(1, sample::kCommandProduct, {usage(), legal(), trial}));
    EXPECT_EQ(agreement(take(token())).terms.size(), 2U);

    Another fresh;
    fresh.apply(fresh.offer(1, sample::kCommandProduct, {legal(), trial}));
    EXPECT_EQ(fresh.agreement(fresh.take(fresh.token())).terms.size(), 2U);
}

TEST_F(SubscribePrivate, Mp5AnOfferThatReplacesAnAgreementDoes) {
    apply(offer(1));
    const std::string first = take(token());
    Offer next = offer(2);
    next.replaces_agreement = first;
    apply(next);
    const auto found = offers(buyer);
    ASSERT_EQ(found.size(), 2U);
    const std::string second = take(found.at(1).token);
    EXPECT_EQ(status(first), AgreementStatus::REPLACED);
    EXPECT_EQ(status(second), AgreementStatus::ACTIVE);
    EXPECT_EQ(agreement(second).previous, first);
    EXPECT_THAT(why(found.at(1).token), HasSubstr("REPLACED"));
}

}  // namespace
}  // namespace licet::model
