// SPDX-License-Identifier: Apache-2.0
#include "model/marketplace/purchase_options.h"

#include "model/marketplace/offer_sample_test.h"
#include "model/state.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>

namespace licet::model {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Type = PurchaseOptionFilterType;
using namespace std::chrono_literals;

const Time kNow = from_epoch_ms(1'790'000'000'000);

/// Private offers a, b, c for kBuyer; a and b are sold as set s; d is kOther's.
struct PurchaseOptions : testing::Test {
    State state;
    std::vector<Offer> offers{sample::private_offer('a', sample::kDesk),
                              sample::private_offer('b', sample::kRunner),
                              sample::private_offer('c', sample::kOpusProduct),
                              sample::private_offer('d', sample::kOpusProduct)};
    Time now = kNow;

    PurchaseOptions() {
        apply(state, CatalogueApplied{sample::catalogue()});
        offers[0].offer_set_id = offers[1].offer_set_id = "offerset-sssssssssssss";
        offers[3].buyers = {sample::kOther};
        bring_in();
    }

    void bring_in() { apply(state, OffersApplied{offers, {sample::offer_set('s')}}); }

    /// The ids of the options without their prefixes.
    std::vector<std::string> list(const std::vector<PurchaseOptionFilter>& filters,
                                  AccountId account = sample::kBuyer) {
        std::vector<std::string> ids;
        EXPECT_TRUE(check(filters).ok());
        purchase_options_for(state, account, filters, now, {}, [&](const PurchaseOption& option) {
            ids.push_back(option.id);
            return true;
        });
        return ids;
    }

    static std::string refusal(const std::vector<PurchaseOptionFilter>& filters) {
        const auto valid = check(filters);
        return valid.ok() ? "" : valid.error().message;
    }
};

const std::string kA = "offer-aaaaaaaaaaaaa";
const std::string kB = "offer-bbbbbbbbbbbbb";
const std::string kC = "offer-ccccccccccccc";
const std::string kD = "offer-ddddddddddddd";
const std::string kS = "offerset-sssssssssssss";
const PurchaseOptionFilter kPrivate{Type::VISIBILITY_SCOPE, {"PRIVATE"}};
const PurchaseOptionFilter kPublic{Type::VISIBILITY_SCOPE, {"PUBLIC"}};

TEST_F(PurchaseOptions, AFilterByProductOrByScopeIsNeeded) {  // rule MP-20
    EXPECT_THAT(refusal({}), HasSubstr("give a filter by PRODUCT_ID or by VISIBILITY_SCOPE"));
    EXPECT_THAT(refusal({{Type::PURCHASE_OPTION_TYPE, {"OFFER"}}}), HasSubstr("give a filter"));
    EXPECT_EQ(refusal({{Type::PRODUCT_ID, {"prod-x"}}}), "");
    EXPECT_EQ(refusal({kPrivate}), "");
}

TEST_F(PurchaseOptions, FiltersHaveOnlyTheValuesThatThereAre) {  // rule MP-20
    EXPECT_EQ(refusal({kPrivate, {Type::PURCHASE_OPTION_TYPE, {"OFFER", "OFFERS"}}}),
              "filter value `OFFERS` is none of OFFER, OFFERSET");
    EXPECT_EQ(refusal({{Type::VISIBILITY_SCOPE, {"private"}}}),
              "filter value `private` is none of PUBLIC, PRIVATE");
    EXPECT_EQ(refusal({kPrivate, {Type::AVAILABILITY_STATUS, {"NEVER"}}}),
              "filter value `NEVER` is none of AVAILABLE, EXPIRED");
    EXPECT_EQ(check({}).error().members.at(0).value, "MALFORMED_REQUEST_PARAMETERS");
}

TEST_F(PurchaseOptions, PrivateOffersAreForTheirBuyersOnly) {  // rule MP-1
    EXPECT_THAT(list({kPrivate}), ElementsAre(kA, kB, kC, kS));
    EXPECT_THAT(list({kPrivate}, sample::kOther), ElementsAre(kD));
    EXPECT_THAT(list({kPrivate}, AccountId{333'333'333'333}), IsEmpty());
    EXPECT_TRUE(find_offer(state, sample::kOther, kD));
    EXPECT_FALSE(find_offer(state, sample::kBuyer, kD));
    EXPECT_FALSE(find_offer(state, sample::kOther, kA));
    EXPECT_TRUE(find_offer_set(state, sample::kBuyer, kS));
    EXPECT_FALSE(find_offer_set(state, sample::kOther, kS));
}

TEST_F(PurchaseOptions, PublicOffersAreForEverybody) {
    const auto seen = list({kPublic}, sample::kOther);
    EXPECT_EQ(seen.size(), sample::catalogue().products.size());
    EXPECT_EQ(seen, list({kPublic}));
    EXPECT_THAT(seen, Contains("offer-" + sample::kDesk.substr(5)));
    EXPECT_EQ(list({{Type::VISIBILITY_SCOPE, {"PRIVATE", "PUBLIC"}}}).size(), seen.size() + 4);
}

TEST_F(PurchaseOptions, ValuesOfAFilterAreAlternativesAndFiltersAddUp) {  // rule MP-20
    const PurchaseOptionFilter two{Type::PRODUCT_ID, {sample::kDesk, sample::kOpusProduct}};
    EXPECT_THAT(list({kPrivate, two}), ElementsAre(kA, kC, kS)) << "a set by any of its products";
    EXPECT_THAT(list({kPrivate, two, {Type::PRODUCT_ID, {sample::kDesk}}}), ElementsAre(kA, kS));
    EXPECT_THAT(list({kPrivate, {Type::PURCHASE_OPTION_TYPE, {"OFFERSET"}}}), ElementsAre(kS));
    EXPECT_THAT(list({kPrivate, two, {Type::PURCHASE_OPTION_TYPE, {"OFFER"}}}),
                ElementsAre(kA, kC));
    const auto seller = find_offer(state, sample::kBuyer, kC)->offers[0].seller_profile_id;
    EXPECT_THAT(list({kPrivate, {Type::SELLER_OF_RECORD_PROFILE_ID, {seller}}}), ElementsAre(kC));
}

TEST_F(PurchaseOptions, TheEndOfAnOfferIsItsLastMoment) {  // rule MP-4
    offers[2].expires_at = kNow;
    bring_in();
    EXPECT_THAT(list({kPrivate}), ElementsAre(kA, kB, kC, kS));
    now = kNow + 1ms;
    EXPECT_THAT(list({kPrivate}), ElementsAre(kA, kB, kS));
    EXPECT_THAT(list({kPrivate, {Type::AVAILABILITY_STATUS, {"EXPIRED"}}}), ElementsAre(kC));
    EXPECT_THAT(list({kPrivate, {Type::AVAILABILITY_STATUS, {"EXPIRED", "AVAILABLE"}}}),
                ElementsAre(kA, kB, kC, kS));
    EXPECT_TRUE(find_offer(state, sample::kBuyer, kC)) << "it can still be read";
}

TEST_F(PurchaseOptions, ASetLastsAsLongAsAllItsOffers) {
    offers[0].expires_at = kNow + 5s;
    offers[1].expires_at = kNow + 9s;
    offers[1].available_from = kNow - 5s;
    bring_in();
    const auto set = find_offer_set(state, sample::kBuyer, kS);
    ASSERT_TRUE(set);
    EXPECT_EQ(set->offers.size(), 2U);
    EXPECT_EQ(set->expires_at, kNow + 5s);
    EXPECT_EQ(set->available_from, kNow - 5s);
}

TEST_F(PurchaseOptions, WhatWasAcceptedIsNoOptionAnyMore) {  // rule MP-1
    apply(state, AgreementAccepted{"agmt-1",
                                   {.acceptor = sample::kBuyer,
                                    .product_id = sample::kDesk,
                                    .offer_id = kA,
                                    .accepted_at = kNow,
                                    .starts_at = kNow,
                                    .ends_at = {},
                                    .license = {},
                                    .from_public = false}});
    EXPECT_THAT(list({kPrivate}), ElementsAre(kB, kC)) << "nor is the set that it is part of";
    EXPECT_THAT(list({kPrivate, {Type::AVAILABILITY_STATUS, {"EXPIRED"}}}), IsEmpty());
    apply(state, AgreementEnded{"agmt-1", AgreementStatus::CANCELLED, kNow});
    EXPECT_THAT(list({kPrivate}), ElementsAre(kB, kC)) << "it is still being wound up";
    apply(state, AgreementDeprovisioned{"agmt-1"});
    EXPECT_THAT(list({kPrivate}), ElementsAre(kA, kB, kC, kS)) << "it can be accepted again";
}

TEST_F(PurchaseOptions, APageBeginsAfterAnyId) {
    std::vector<std::string> ids;
    const auto from = [&](const std::string& after) {
        ids.clear();
        purchase_options_for(state, sample::kBuyer, {kPrivate}, now, after,
                             [&](const PurchaseOption& option) {
                                 ids.push_back(option.id);
                                 return ids.size() < 2;
                             });
        return ids;
    };
    EXPECT_THAT(from(kA), ElementsAre(kB, kC));
    EXPECT_THAT(from(kC), ElementsAre(kS));
    EXPECT_THAT(from(kS), IsEmpty());
}

/// A list read page by page is the whole list, whatever the page size.
TEST_F(PurchaseOptions, PagesOfAnySizeMakeTheWholeList) {
    const std::vector<PurchaseOptionFilter> all{{Type::VISIBILITY_SCOPE, {"PRIVATE", "PUBLIC"}}};
    const auto whole = list(all);
    for (std::size_t size = 1; size <= whole.size(); ++size) {
        std::vector<std::string> read;
        std::optional<std::string> after;
        std::size_t before = 0;
        do {
            before = read.size();
            purchase_options_for(state, sample::kBuyer, all, now, after,
                                 [&](const PurchaseOption& option) {
                                     read.push_back(option.id);
                                     return read.size() < before + size;
                                 });
            after = read.back();
        } while (read.size() > before);
        EXPECT_EQ(read, whole) << size;
    }
}

TEST_F(PurchaseOptions, FutureAndReplacementOffersAreTold) {  // rules MP-6, MP-20
    const auto option = [&] { return *find_offer(state, sample::kBuyer, kC); };
    EXPECT_FALSE(is_future_dated(option(), now));
    EXPECT_FALSE(is_replacement(option()));
    offers[2].available_from = kNow + 1ms;
    offers[2].replaces_agreement = "agmt-1";
    bring_in();
    EXPECT_TRUE(is_future_dated(option(), now));
    EXPECT_FALSE(is_future_dated(option(), now + 1ms));
    EXPECT_TRUE(is_replacement(option()));
    offers[2].available_from.reset();
    offers[2].terms.push_back({"term-validity", ValidityTerm{.start = kNow + 1ms}});
    bring_in();
    EXPECT_TRUE(is_future_dated(option(), now)) << "the agreement starts later";
}

}  // namespace
}  // namespace licet::model
