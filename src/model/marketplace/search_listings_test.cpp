// SPDX-License-Identifier: Apache-2.0
#include "model/marketplace/search_listings.h"

#include "model/bedrock/models.h"
#include "model/bedrock/sample_catalogue_test.h"
#include "model/marketplace/offers.h"
#include "model/state.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace licet::model {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Type = SearchFilterType;

/// The sample catalogue; Desk is rated 4.5 and deployed on AWS, Quotes is rated 3.
struct SearchListings : testing::Test {
    State state;

    SearchListings() {
        auto catalogue = sample::catalogue();
        auto& desk = *catalogue.products[3].listing;
        desk.reviews = ListingReviews{"4.5", 128};
        desk.deployed_on_aws = DeployedOnAws::DEPLOYED;
        desk.categories.push_back({"office", "Office Work"});
        catalogue.products[5].listing->reviews = ListingReviews{"3", 2};
        catalogue.products[4].offer.rate_card[0].unit = "HostHrs";
        apply(state, CatalogueApplied{std::move(catalogue)});
    }

    std::vector<ListingHit> find(const std::string& text,
                                 std::vector<ListingFilter> filters = {}) const {
        auto hits = search_listings(state.models, {text, std::move(filters)});
        EXPECT_TRUE(hits.ok());
        return hits.ok() ? *hits : std::vector<ListingHit>{};
    }
    std::vector<std::string> names(const std::string& text,
                                   std::vector<ListingFilter> filters = {}) const {
        std::vector<std::string> found;
        for (const auto& hit : find(text, std::move(filters))) {
            found.push_back(hit.product->product_name);
        }
        return found;
    }
    std::vector<std::string> facets(FacetType type) const {
        std::vector<std::string> shown;
        for (const auto& facet : facets_of(type, find(""))) {
            shown.push_back(facet.label.value + ":" + std::to_string(facet.count));
        }
        return shown;
    }
};

TEST_F(SearchListings, EveryProductHasOneListing) {
    EXPECT_THAT(names(""),
                ElementsAre("Command", "Desk", "Claude Opus", "Quotes", "Runner", "Claude Sonnet"))
        << "by listing id";
    EXPECT_EQ(listing_id(*find("Desk").front().product), "prodview-deskaaaaaaaaa");
}

TEST_F(SearchListings, EachWordMustOccurWhateverItsCase) {
    EXPECT_THAT(names("claude"), ElementsAre("Claude Opus", "Claude Sonnet"));
    EXPECT_THAT(names("SONNET  anthropic"), ElementsAre("Claude Sonnet"));
    EXPECT_THAT(names("office"), ElementsAre("Desk")) << "a category";
    EXPECT_THAT(names("claude desk"), IsEmpty());
}

TEST_F(SearchListings, ANameSaysMoreThanADescription) {
    const auto by_name = find("desk").front().relevance;
    const auto by_description = find("length").front().relevance;
    EXPECT_GT(by_name, by_description);
}

TEST_F(SearchListings, FiltersAddUpAndTheirValuesAreAlternatives) {
    const ListingFilter saas{Type::FULFILLMENT_OPTION_TYPE, {"SAAS"}};
    const ListingFilter either{Type::FULFILLMENT_OPTION_TYPE, {"SAAS", "CONTAINER"}};
    EXPECT_THAT(names("", {saas}), ElementsAre("Desk"));
    EXPECT_THAT(names("", {either}), ElementsAre("Desk", "Runner"));
    EXPECT_THAT(names("", {either, saas}), ElementsAre("Desk"));
    EXPECT_THAT(names("", {{Type::CATEGORY, {"office"}}}), ElementsAre("Desk"));
    EXPECT_THAT(names("", {{Type::PUBLISHER, {"seller-runneraaaaaaa"}}}), ElementsAre("Runner"));
    EXPECT_THAT(names("", {{Type::DEPLOYED_ON_AWS, {"DEPLOYED"}}}), ElementsAre("Desk"));
    EXPECT_THAT(names("", {{Type::PRICING_UNIT, {"HOSTS"}}}), ElementsAre("Runner"));
    EXPECT_EQ(names("", {{Type::PRICING_MODEL, {"USAGE"}}}).size(), 6U);
    EXPECT_THAT(names("", {{Type::PRICING_MODEL, {"CONTRACT"}}}), IsEmpty());
    EXPECT_EQ(names("", {{Type::NUMBER_OF_PRODUCTS, {"1"}}}).size(), 6U);
}

TEST_F(SearchListings, RatingsAreBoundedOnBothSides) {
    EXPECT_THAT(names("", {{Type::MIN_AVERAGE_CUSTOMER_RATING, {"4.5"}}}), ElementsAre("Desk"));
    EXPECT_THAT(names("", {{Type::MIN_AVERAGE_CUSTOMER_RATING, {"4.51"}}}), IsEmpty());
    EXPECT_THAT(names("", {{Type::MAX_AVERAGE_CUSTOMER_RATING, {"3.0"}}}), ElementsAre("Quotes"));
    EXPECT_THAT(names("", {{Type::MIN_AVERAGE_CUSTOMER_RATING, {"0.0"}}}),
                ElementsAre("Desk", "Quotes"))
        << "a listing without reviews has no rating";
    for (const auto& values :
         std::vector<std::vector<std::string>>{{"5.1"}, {"-1"}, {"four"}, {"4."}, {"3.0", "4.0"}}) {
        EXPECT_FALSE(
            search_listings(state.models, {"", {{Type::MIN_AVERAGE_CUSTOMER_RATING, values}}}).ok())
            << values.front();
    }
}

TEST_F(SearchListings, FacetsCountWhatTheHitsHave) {
    EXPECT_THAT(facets(FacetType::FULFILLMENT_OPTION_TYPE),
                ElementsAre("API:3", "CONTAINER:1", "DATA_EXCHANGE:1", "SAAS:1"));
    EXPECT_THAT(facets(FacetType::CATEGORY), ElementsAre("tools:3", "office:1"));
    EXPECT_THAT(facets(FacetType::AVERAGE_CUSTOMER_RATING), ElementsAre("3.0:1", "4.0:1"));
    EXPECT_THAT(facets(FacetType::PRICING_UNIT), ElementsAre("UNITS:5", "HOSTS:1"));
    EXPECT_THAT(facets(FacetType::DEPLOYED_ON_AWS), ElementsAre("NOT_APPLICABLE:5", "DEPLOYED:1"));
    EXPECT_THAT(facets(FacetType::NUMBER_OF_PRODUCTS), ElementsAre("1:6"));
    const auto publishers = facets_of(FacetType::PUBLISHER, find(""));
    EXPECT_EQ(publishers.front().label.display_name, "Anthropic");
    EXPECT_EQ(publishers.front().count, 2);
    EXPECT_THAT(facets_of(FacetType::CATEGORY, {}), IsEmpty());
}

}  // namespace
}  // namespace licet::model
