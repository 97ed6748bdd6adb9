// SPDX-License-Identifier: Apache-2.0
#include "model/marketplace/offer_set.h"

#include "model/marketplace/offer_sample_test.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace licet::model {
namespace {

using testing::HasSubstr;

struct OfferSets : testing::Test {
    std::vector<Offer> offers{sample::private_offer('a', sample::kDesk),
                              sample::private_offer('b', sample::kRunner),
                              sample::private_offer('c', sample::kQuotes)};
    std::vector<OfferSet> sets{sample::offer_set('s')};
    OfferPlace where;

    OfferSets() { offers[0].offer_set_id = offers[1].offer_set_id = sets[0].offer_set_id; }

    /// Empty: accepted.
    std::string refusal() {
        const auto valid = validate(offers, sets, &where);
        return valid.ok() ? "" : valid.error().message;
    }
};

TEST_F(OfferSets, OffersAreSoundTogether) {
    EXPECT_EQ(refusal(), "");
    sets.clear();
    offers[0].offer_set_id.clear();
    offers[1].offer_set_id.clear();
    EXPECT_EQ(refusal(), "");
}

TEST_F(OfferSets, EachOfferMustBeSoundAndThereOnce) {
    offers[1].buyers.clear();
    EXPECT_THAT(refusal(), HasSubstr("offer `offer-bbbbbbbbbbbbb`"));
    EXPECT_EQ(where.part, OfferPlace::Part::offer);
    EXPECT_EQ(where.index, 1U);

    offers[1] = offers[0];
    EXPECT_EQ(refusal(), "offer `offer-aaaaaaaaaaaaa` is listed twice");
    offers.clear();
    EXPECT_THAT(refusal(), HasSubstr("1 to 1000 offers"));
    EXPECT_EQ(where.part, OfferPlace::Part::whole);
}

TEST_F(OfferSets, ASetIsThereWithItsOffers) {
    offers[2].offer_set_id = "offerset-zzzzzzzzzzzzz";
    EXPECT_EQ(refusal(),
              "offer `offer-ccccccccccccc`: offer set `offerset-zzzzzzzzzzzzz` is not listed with "
              "it");
    offers[2].offer_set_id.clear();
    offers[1].offer_set_id.clear();
    EXPECT_THAT(refusal(), HasSubstr("needs 2 to 100 offers that name it"));
    EXPECT_EQ(where.part, OfferPlace::Part::set);
    sets.push_back(sets[0]);
    EXPECT_EQ(refusal(), "offer set `offerset-sssssssssssss` is listed twice");
    EXPECT_EQ(where.index, 1U);
}

TEST_F(OfferSets, ASetIsOfOneSellerForTheSameBuyersAndOfDifferentProducts) {
    offers[1].seller = AccountId{333'333'333'333};
    EXPECT_THAT(refusal(), HasSubstr("have other sellers or buyers"));
    offers[1].seller = offers[0].seller;
    offers[1].buyers.push_back(sample::kOther);
    EXPECT_THAT(refusal(), HasSubstr("have other sellers or buyers"));
    offers[0].buyers = {sample::kOther, sample::kBuyer};
    EXPECT_EQ(refusal(), "") << "the order of buyers means nothing";
    offers[1].product_id = offers[0].product_id;
    EXPECT_EQ(refusal(),
              "offer set `offerset-sssssssssssss`: two offers for product `" + sample::kDesk + "`");
}

TEST_F(OfferSets, TheIdAndTheTextsAreChecked) {
    sets[0].offer_set_id = "offerset-1";
    EXPECT_THAT(refusal(), HasSubstr("offer set `offerset-1`: ill-formed id"));
    sets[0] = sample::offer_set('s');
    sets[0].name.clear();
    EXPECT_THAT(refusal(), HasSubstr("needs a name"));
    sets[0].name = "Set";
    sets[0].buyer_notes = std::string(256, 'n');
    EXPECT_THAT(refusal(), HasSubstr("at most 255 characters"));
}

}  // namespace
}  // namespace licet::model
