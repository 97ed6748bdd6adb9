// SPDX-License-Identifier: Apache-2.0
#include "api/marketplace_discovery/fixture_test.h"

namespace licet::api {
namespace {

struct SearchFacets : DiscoveryTest {
    testing::Reply search(const std::string& members) {
        return must_discover("SearchFacets", "{" + members + "}");
    }
};

TEST_F(SearchFacets, CountsWhatMatchingListingsHave) {  // rule MP-22
    const auto all = search("");
    EXPECT_EQ(all.text("totalResults"), "6");
    EXPECT_EQ(all.text("listingFacets.FULFILLMENT_OPTION_TYPE.0"),
              R"({"value":"API","displayName":"API","count":3})");
    EXPECT_EQ(all.text("listingFacets.PUBLISHER.0.displayName"), "Anthropic");
    EXPECT_TRUE(all.has("listingFacets.AVERAGE_CUSTOMER_RATING"));

    const auto some =
        search(R"("searchText":"inc","facetTypes":["PRICING_MODEL","FULFILLMENT_OPTION_TYPE"],)"
               R"("filters":[{"filterType":"CATEGORY","filterValues":["tools"]}])");
    EXPECT_EQ(some.text("totalResults"), "3");
    EXPECT_EQ(some.text("listingFacets.PRICING_MODEL"),
              R"([{"value":"USAGE","displayName":"Usage-Based","count":3}])");
    EXPECT_EQ(some.count("listingFacets.FULFILLMENT_OPTION_TYPE"), 3U);
    EXPECT_FALSE(some.has("listingFacets.CATEGORY"));
}

TEST_F(SearchFacets, PagesHaveAtMost100ValuesOfAFacet) {
    auto catalogue = sample::catalogue();
    for (int i = 0; i < 30; ++i) {
        catalogue.products[3].listing->categories.push_back(
            {"desk-" + std::to_string(i), "Category"});
        catalogue.products[4].listing->categories.push_back(
            {"runner-" + std::to_string(i), "Category"});
        catalogue.products[5].listing->categories.push_back(
            {"quotes-" + std::to_string(i), "Category"});
    }
    for (int i = 0; i < 20; ++i) {
        catalogue.products[3].listing->categories.push_back(
            {"more-" + std::to_string(i), "Category"});
    }
    world.apply({model::CatalogueApplied{catalogue}});
    const auto first = search(R"("facetTypes":["CATEGORY"])");
    EXPECT_EQ(first.count("listingFacets.CATEGORY"), 100U);
    const auto second =
        search(R"("facetTypes":["CATEGORY"],"nextToken":")" + first.text("nextToken") + R"(")");
    EXPECT_EQ(second.count("listingFacets.CATEGORY"), 11U);
    EXPECT_FALSE(second.has("nextToken"));
}

TEST_F(SearchFacets, RefusesWhatIsNotDocumented) {
    EXPECT_THAT(refused("SearchFacets", R"({"facetTypes":["COLOUR"]})"),
                ::testing::HasSubstr("must be one of"));
    EXPECT_THAT(refused("SearchFacets", R"({"nextToken":"abcd"})"),
                ::testing::EndsWith("(reason INVALID_PAGINATION_TOKEN)"));
    EXPECT_THAT(
        refused("SearchFacets", R"({"filters":[{"filterType":"MAX_AVERAGE_CUSTOMER_RATING",)"
                                R"("filterValues":["1.0","2.0"]}]})"),
        ::testing::EndsWith("(reason MALFORMED_REQUEST_PARAMETERS)"));
}

}  // namespace
}  // namespace licet::api
