// SPDX-License-Identifier: Apache-2.0
#include "model/marketplace/request_agreement.h"

#include "model/marketplace/marketplace_world_test.h"

namespace licet::model {
namespace {

using ::testing::HasSubstr;

struct RequestAgreementTest : MarketplaceWorld {
    Offer contract(int n) {
        return offer(n, sample::kCommandProduct, {upfront(), legal(), renewal()});
    }
    std::string refusal(AccountId as, const RequestAgreement& command) {
        return reason_of(try_request(as, command));
    }
    std::string refusal(const Offer& offer, std::vector<RequestedTerm> terms) {
        return refusal(buyer, {Intent::NEW, proposal_id(offer), "", std::move(terms)});
    }
};

// rule MP-1
TEST_F(RequestAgreementTest, AgreesToNothingYet) {
    const Offer given = apply(offer(1));
    const std::string id = request(buyer, {Intent::NEW, proposal_id(given), "", all_of(given)});
    EXPECT_TRUE(marketplace().agreements.empty());
    const AgreementRequest& made = marketplace().requests.at(id);
    EXPECT_EQ(made.acceptor, buyer);
    EXPECT_EQ(made.terms.size(), 2U);
    EXPECT_EQ(made.expires_at, world.now + kRequestLife);
}

// rule MP-3
TEST_F(RequestAgreementTest, AsksForTheIdentifiersOfItsIntent) {
    const Offer given = apply(offer(1));
    const std::string id = agree(buyer, public_of(sample::kCommandProduct));
    const auto terms = all_of(given);
    const std::string proposal = proposal_id(given);
    EXPECT_EQ(refusal(buyer, {Intent::NEW, "", "", terms}),
              "MISSING_AGREEMENT_PROPOSAL_IDENTIFIER");
    EXPECT_EQ(refusal(buyer, {Intent::REPLACE, "", id, terms}),
              "MISSING_AGREEMENT_PROPOSAL_IDENTIFIER");
    EXPECT_EQ(refusal(buyer, {Intent::NEW, proposal, id, terms}),
              "INVALID_SOURCE_AGREEMENT_IDENTIFIER");
    EXPECT_EQ(refusal(buyer, {Intent::REPLACE, proposal, "", terms}),
              "MISSING_SOURCE_AGREEMENT_IDENTIFIER");
    EXPECT_EQ(refusal(buyer, {Intent::AMEND, "", "", terms}),
              "MISSING_SOURCE_AGREEMENT_IDENTIFIER");
    EXPECT_EQ(refusal(buyer, {Intent::REPLACE, proposal, "agmt-none", terms}), "Agreement");
}

TEST_F(RequestAgreementTest, ShowsForeignOffersAsUnknown) {
    const Offer given = apply(offer(1));
    const auto foreign = try_request(other, given);
    EXPECT_EQ(foreign.error().kind, ErrorKind::not_found);
    Offer unknown = given;
    unknown.offer_id = "offer-private100009";
    auto none = try_request(other, unknown);
    EXPECT_EQ(reason_of(foreign), "AgreementProposal");
    EXPECT_EQ(reason_of(none), "AgreementProposal");
    std::string text = none.error().message;
    text.replace(text.find("100009"), 6, "100001");
    EXPECT_EQ(foreign.error().message, text);
}

// rule MP-4
TEST_F(RequestAgreementTest, AnExpiredOfferCannotBeAcceptedAndNothingElseChanges) {
    const std::string open = agree(buyer, public_of(sample::kCommandProduct));
    Offer given = offer(1);
    given.expires_at = world.now + kHour;
    apply(given);
    const std::string made = request(buyer, {Intent::NEW, proposal_id(given), "", all_of(given)});
    world.now = *given.expires_at;
    EXPECT_TRUE(try_request(buyer, given).ok());
    world.now += Milliseconds{1};
    EXPECT_EQ(reason_of(try_request(buyer, given)), "EXPIRED_AGREEMENT_PROPOSAL");
    EXPECT_EQ(reason_of(try_accept(buyer, made)), "EXPIRED_AGREEMENT_PROPOSAL");
    EXPECT_EQ(status(open), AgreementStatus::ACTIVE);
    EXPECT_TRUE(entitled(buyer));
}

TEST_F(RequestAgreementTest, AnOfferWaitsForItsFirstDay) {
    Offer given = offer(1);
    given.available_from = world.now + kHour;
    apply(given);
    EXPECT_EQ(reason_of(try_request(buyer, given)), "INVALID_AGREEMENT_PROPOSAL_IDENTIFIER");
    world.now = *given.available_from;
    EXPECT_TRUE(try_request(buyer, given).ok());
}

// rule MP-11
TEST_F(RequestAgreementTest, NeedsEveryMandatoryTermAndNoOther) {
    const Offer given = apply(contract(1));
    EXPECT_EQ(refusal(given, {seats(1)}), "MISSING_MANDATORY_TERMS");
    EXPECT_EQ(refusal(given, {{"term-legal", {}}}), "MISSING_MANDATORY_TERMS");
    EXPECT_EQ(refusal(given, {seats(1), {"term-legal", {}}, {"term-x", {}}}),
              "INVALID_REQUESTED_TERM_ID");
    EXPECT_EQ(refusal(given, {seats(1), {"term-legal", {}}, {"term-legal", {}}}),
              "INVALID_REQUESTED_TERMS");
    EXPECT_EQ(refusal(given, {seats(1), {"term-legal", {}}}), "");
}

TEST_F(RequestAgreementTest, ChecksTheConfigurationOfEachTerm) {
    const Offer given = apply(contract(1));
    const auto with = [&](TermChoice choice) {
        return refusal(given, {{"term-upfront", std::move(choice)}, {"term-legal", {}}});
    };
    const auto chosen = [](const std::string& duration, std::vector<DimensionQuantity> dimensions) {
        return TermChoice{.upfront = UpfrontChoice{duration, std::move(dimensions)}};
    };
    const std::string invalid = "INVALID_REQUESTED_TERM_CONFIGURATION";
    EXPECT_EQ(with({}), "MISSING_REQUESTED_TERM_CONFIGURATION");
    EXPECT_EQ(with({.auto_renew = true}), invalid);
    EXPECT_EQ(with(chosen("P2Y", {{"Seats", 1}})), invalid);
    EXPECT_EQ(with(chosen("P1Y", {{"Beds", 1}})), invalid);
    EXPECT_EQ(with(chosen("P1Y", {{"Seats", 1}, {"Seats", 1}})), invalid);
    EXPECT_EQ(with(chosen("P1Y", {{"Seats", 0}})), invalid);
    EXPECT_EQ(with(chosen("P1Y", {{"Seats", -1}})), invalid);
    EXPECT_EQ(with(chosen("P1Y", {{"Seats", 1'000'000'001}})), invalid);
    EXPECT_EQ(with(chosen("P1Y", {{"Seats", 1'000'000'000}})),
              invalid);  // more than can be charged
    EXPECT_EQ(with(chosen("P1Y", {{"Seats", 3}, {"Hours", 0}})), "");
}

TEST_F(RequestAgreementTest, HoldsARateCardsConstraints) {
    Term term = upfront();
    auto& card = std::get<ConfigurableUpfrontPricingTerm>(term.details).rate_cards[0];
    card.multiple_dimensions = false;
    card.quantities = false;
    const Offer given = apply(offer(1, sample::kCommandProduct, {term, legal()}));
    const auto with = [&](std::vector<DimensionQuantity> dimensions) {
        return refusal(given, {{"term-upfront", {.upfront = UpfrontChoice{"P1M", dimensions}}},
                               {"term-legal", {}}});
    };
    EXPECT_EQ(with({{"Seats", 2}}), "INVALID_REQUESTED_TERM_CONFIGURATION");
    EXPECT_EQ(with({{"Seats", 1}, {"Hours", 1}}), "INVALID_REQUESTED_TERM_CONFIGURATION");
    EXPECT_EQ(with({{"Seats", 1}}), "");
}

// rule MP-11
TEST_F(RequestAgreementTest, AFreeTrialIsTakenInsteadOfThePrices) {
    const Term trial{"term-trial", FreeTrialPricingTerm{.duration = "P7D", .grants = {}}};
    const Offer given = apply(offer(1, sample::kCommandProduct, {usage(), legal(), trial}));
    EXPECT_EQ(refusal(given, all_of(given)), "INCOMPATIBLE_TERMS");
    EXPECT_EQ(refusal(given, {{"term-usage", {}}, {"term-legal", {}}}), "");
    const std::string id = agree(
        buyer, {Intent::NEW, proposal_id(given), "", {{"term-trial", {}}, {"term-legal", {}}}});
    EXPECT_EQ(agreement(id).ends_at, world.now + 7 * kDay);
    EXPECT_TRUE(agreement(id).charges.empty());
}

// rule MP-11
TEST_F(RequestAgreementTest, RefusesASecondAgreementForTheProduct) {
    const Offer open = public_of(sample::kCommandProduct);
    const Offer first = apply(offer(1));
    const Offer second = apply(offer(2));
    agree(buyer, first);
    EXPECT_EQ(reason_of(try_request(buyer, open)), "DUPLICATE_AGREEMENT_IN_ORGANIZATION");
    EXPECT_EQ(reason_of(try_request(buyer, second)), "DUPLICATE_AGREEMENT_IN_ORGANIZATION");
    EXPECT_EQ(reason_of(try_request(buyer, first)), "DUPLICATE_AGREEMENT_IN_ORGANIZATION");
    EXPECT_TRUE(try_request(other, open).ok());  // rule ME-39
}

// rule MP-11
TEST_F(RequestAgreementTest, OnlyAnActiveAgreementIsAmendedOrReplaced) {
    const Offer given = apply(offer(1));
    const std::string id = agree(buyer, public_of(sample::kCommandProduct));
    act_as(buyer);
    world.keep(end_agreement(world.state, id, world.context()));
    world.run_background();
    EXPECT_EQ(reason_of(try_request(buyer, given, Intent::REPLACE, id)), "INACTIVE_AGREEMENT");
    EXPECT_EQ(refusal(buyer, {Intent::AMEND, "", id, {{"term-legal", {}}}}), "INACTIVE_AGREEMENT");
}

TEST_F(RequestAgreementTest, AnOfferIsForItsProductOnly) {
    const Offer given = apply(offer(1, sample::kOpusProduct));
    const std::string id = agree(buyer, public_of(sample::kCommandProduct));
    EXPECT_EQ(reason_of(try_request(buyer, given, Intent::REPLACE, id)),
              "INVALID_SOURCE_AGREEMENT_IDENTIFIER");
}

// rule MP-11
TEST_F(RequestAgreementTest, AClosedAccountBuysNothing) {
    world.act_as(world.management);
    world.keep(close_account(world.state, {other}, world.context()));
    EXPECT_EQ(reason_of(try_request(other, public_of(sample::kCommandProduct))),
              "INVALID_ACCOUNT_STATE");
}

// rule MP-11
TEST_F(RequestAgreementTest, AChangedOfferIsNotAcceptedUnseen) {
    const Offer given = apply(offer(1));
    const std::string made = request(buyer, {Intent::NEW, proposal_id(given), "", all_of(given)});
    Offer dearer = given;
    dearer.terms[0] = usage("2.00");
    apply(dearer);
    EXPECT_EQ(reason_of(try_accept(buyer, made)), "SUPERSEDED_AGREEMENT_PROPOSAL");
    Offer longer = given;
    longer.terms.push_back({"term-support", SupportTerm{"none"}});
    apply(longer);
    EXPECT_EQ(reason_of(try_accept(buyer, made)), "SUPERSEDED_AGREEMENT_PROPOSAL");
    apply(given);
    EXPECT_TRUE(try_accept(buyer, made).ok());
}

TEST_F(RequestAgreementTest, ARequestIsForItsAccountAndItsTime) {
    const Offer given = apply(offer(1));
    const std::string made = request(buyer, {Intent::NEW, proposal_id(given), "", all_of(given)});
    EXPECT_EQ(reason_of(try_accept(other, made)), "AgreementRequest");
    EXPECT_EQ(reason_of(try_accept(buyer, "ar-none")), "AgreementRequest");
    world.now += kRequestLife + Milliseconds{1};
    EXPECT_EQ(reason_of(try_accept(buyer, made)), "INVALID_AGREEMENT_REQUEST_ID");
    request(buyer, {Intent::NEW, proposal_id(given), "", all_of(given)});
    EXPECT_EQ(reason_of(try_accept(buyer, made)), "AgreementRequest");  // forgotten
    EXPECT_EQ(marketplace().requests.size(), 1U);
}

TEST_F(RequestAgreementTest, IsAcceptedOnce) {
    const Offer given = apply(offer(1));
    const std::string made = request(buyer, {Intent::NEW, proposal_id(given), "", all_of(given)});
    const std::string id = accept(buyer, made);
    const auto again = try_accept(buyer, made);
    EXPECT_EQ(again.error().kind, ErrorKind::conflict);
    EXPECT_THAT(again.error().message, HasSubstr(id));
}

TEST_F(RequestAgreementTest, AnAccountHasSoManyOpenOnesAtMost) {
    const Offer given = apply(offer(1));
    agree(buyer, apply(offer(2, sample::kOpusProduct)));
    for (std::size_t i = 0; i < kRequestsMax; ++i) {
        request(buyer, {Intent::NEW, proposal_id(given), "", all_of(given)});
    }
    const auto refused = try_request(buyer, given);
    EXPECT_EQ(refused.error().kind, ErrorKind::exhausted);
    EXPECT_EQ(refused.error().name, "ServiceQuotaExceededException");
    world.now += kRequestLife + Milliseconds{1};
    EXPECT_TRUE(try_request(buyer, given).ok());
}

TEST_F(RequestAgreementTest, TakesPurchaseOrdersForItsCharges) {
    const Offer given = apply(contract(1));
    const std::string made =
        request(buyer, {Intent::NEW, proposal_id(given), "", all_of(given, {seats(2)})});
    const std::string charge = marketplace().requests.at(made).charges.at(0).id;
    EXPECT_EQ(reason_of(try_accept(buyer, made, {{"ch-x", "PO-1"}})), "INVALID_CHARGE_ID");
    EXPECT_EQ(reason_of(try_accept(buyer, made, {{charge, "PO-1"}, {charge, "PO-2"}})),
              "DUPLICATE_CHARGES");
    world.now += kHour;
    const Events events = world.keep(try_accept(buyer, made, {{charge, "PO-1"}}));
    const auto& id = std::get<AgreementAccepted>(events.front()).id;
    EXPECT_EQ(agreement(id).charges.at(0).purchase_order, "PO-1");
    EXPECT_EQ(agreement(id).charges.at(0).amount, "20");
    EXPECT_EQ(agreement(id).charges.at(0).due, world.now);
}

}  // namespace
}  // namespace licet::model
