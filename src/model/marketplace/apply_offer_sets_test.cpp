// SPDX-License-Identifier: Apache-2.0
#include "model/marketplace/marketplace_world_test.h"
#include "model/marketplace/offer_sample_test.h"

#include <fmt/format.h>

namespace licet::model {
namespace {

using testing::HasSubstr;

/// Offers 1 and 2 are sold as set s.
struct ApplyOfferSets : MarketplaceWorld {
    ApplyOffers command{{offer(1, sample::kDesk), offer(2, sample::kRunner)},
                        {sample::offer_set('s')}};

    ApplyOfferSets() {
        for (auto& one : command.offers) {
            one.offer_set_id = command.sets[0].offer_set_id;
        }
    }

    Result<Events> try_apply_all() {
        act_as(world.management);
        return apply_offers(world.state, command, world.context());
    }
    void apply_all() { world.keep(try_apply_all()); }
    std::string refusal() {
        const auto events = try_apply_all();
        return events.ok() ? "" : events.error().message;
    }
};

TEST_F(ApplyOfferSets, ASetComesInWithItsOffersAndOnce) {
    apply_all();
    EXPECT_EQ(marketplace().offer_sets.at(command.sets[0].offer_set_id).name, "Set s");
    EXPECT_TRUE(try_apply_all()->empty());
    command.sets[0].buyer_notes = "Cheaper together";
    apply_all();
    EXPECT_EQ(marketplace().offer_sets.at(command.sets[0].offer_set_id).buyer_notes,
              "Cheaper together");
}

TEST_F(ApplyOfferSets, ASetIsChangedWithAllItsOffers) {
    apply_all();
    command.offers[1] = offer(3, sample::kQuotes);
    command.offers[1].offer_set_id = command.sets[0].offer_set_id;
    EXPECT_EQ(refusal(),
              "offer `offer-private100002`: is part of offer set `offerset-sssssssssssss` already: "
              "list it, too, in the set or without it");
    command.offers.push_back(offer(2, sample::kRunner));
    apply_all();
    EXPECT_EQ(marketplace().offers.at(command.offers[2].offer_id).offer_set_id, "");
}

TEST_F(ApplyOfferSets, ASetOfWhichAnOfferWasAcceptedStaysAsItIs) {
    apply_all();
    agree(buyer, command.offers[0]);
    EXPECT_EQ(refusal(), "");
    command.sets[0].name = "Another name";
    EXPECT_THAT(refusal(), HasSubstr("was accepted and cannot be changed"));
}

TEST_F(ApplyOfferSets, ARefusalNamesTheSetThatWasGiven) {
    const auto named = [&] {
        const auto events = try_apply_all();
        EXPECT_FALSE(events.ok());
        const auto& members = events.error().members;
        return members.size() == 1 ? fmt::format("{}={}", members[0].name, members[0].value) : "";
    };
    apply_all();
    const auto expected = "offerSetId=" + command.sets[0].offer_set_id;
    const ApplyOffers whole = command;
    command.offers[1] = offer(3, sample::kQuotes);
    command.offers[1].offer_set_id = command.sets[0].offer_set_id;
    EXPECT_EQ(named(), expected);
    command = whole;
    agree(buyer, command.offers[0]);
    command.sets[0].name = "Another name";
    EXPECT_EQ(named(), expected);
}

TEST_F(ApplyOfferSets, WhatIsNotSoundTogetherIsRefused) {
    command.offers[1].seller = other;
    EXPECT_THAT(refusal(), HasSubstr("have other sellers or buyers"));
    EXPECT_TRUE(marketplace().offers.empty());
}

}  // namespace
}  // namespace licet::model
