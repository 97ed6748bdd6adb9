// SPDX-License-Identifier: Apache-2.0
#include "api/marketplace_discovery/fixture_test.h"

namespace licet::api {
namespace {

/// Desk is rated 4.5, Quotes 3.
struct SearchListings : DiscoveryTest {
    SearchListings() {
        auto catalogue = sample::catalogue();
        catalogue.products[3].listing->reviews = model::ListingReviews{"4.5", 128};
        catalogue.products[5].listing->reviews = model::ListingReviews{"3", 2};
        world.apply({model::CatalogueApplied{catalogue}});
    }
    testing::Reply search(const std::string& members) {
        return must_discover("SearchListings", "{" + members + "}");
    }
    std::string names(const std::string& members) {
        return ids(search(members), "listingSummaries", "listingName");
    }
};

TEST_F(SearchListings, FindsByWordsAndFilters) {  // rule MP-22
    const auto reply = search(R"("searchText":"desk")");
    EXPECT_EQ(reply.text("totalResults"), "1");
    const std::string found = "listingSummaries.0.";
    EXPECT_EQ(reply.text(found + "listingId"), "prodview-deskaaaaaaaaa");
    EXPECT_EQ(reply.text(found + "shortDescription"), "Desk in short");
    EXPECT_EQ(reply.text(found + "associatedEntities.0.product.productId"), sample::kDesk);
    EXPECT_EQ(reply.text(found + "reviewSummary.reviewSourceSummaries.0.averageRating"), "4.5");
    EXPECT_EQ(reply.text(found + "fulfillmentOptionSummaries.0.fulfillmentOptionType"), "SAAS");
    EXPECT_EQ(reply.text(found + "pricingModels.0.pricingModelType"), "USAGE");
    EXPECT_EQ(names(R"("filters":[{"filterType":"FULFILLMENT_OPTION_TYPE",)"
                    R"("filterValues":["CONTAINER","DATA_EXCHANGE"]}])"),
              "Quotes Runner");
}

TEST_F(SearchListings, SortsByRelevanceOrRating) {
    EXPECT_EQ(names(R"("searchText":"quotes")"), "Quotes");
    EXPECT_EQ(names(R"("sortBy":"AVERAGE_CUSTOMER_RATING","maxResults":2)"), "Desk Quotes");
    EXPECT_EQ(names(R"("sortBy":"AVERAGE_CUSTOMER_RATING","sortOrder":"ASCENDING",)"
                    R"("filters":[{"filterType":"MIN_AVERAGE_CUSTOMER_RATING",)"
                    R"("filterValues":["1.0"]}])"),
              "Quotes Desk");
    const auto most = names(R"("searchText":"inc","sortBy":"RELEVANCE")");
    EXPECT_EQ(most, "Desk Quotes Runner");
}

TEST_F(SearchListings, PagesGoOnWhereTheLastOneEnded) {
    std::string seen;
    std::string token;
    int pages = 0;
    do {
        const auto reply = search(R"("sortBy":"AVERAGE_CUSTOMER_RATING","maxResults":2)" +
                                  (token.empty() ? "" : R"(,"nextToken":")" + token + R"(")"));
        seen += ids(reply, "listingSummaries", "listingName") + " ";
        EXPECT_EQ(reply.text("totalResults"), "6");
        token = reply.has("nextToken") ? reply.text("nextToken") : "";
    } while (!token.empty() && ++pages < 5);
    EXPECT_EQ(seen, "Desk Quotes Command Claude Opus Runner Claude Sonnet ");
}

TEST_F(SearchListings, RefusesWhatIsNotDocumented) {
    const auto search_refused = [&](const std::string& members) {
        return refused("SearchListings", "{" + members + "}");
    };
    EXPECT_THAT(search_refused(R"("filters":[{"filterType":"MIN_AVERAGE_CUSTOMER_RATING",)"
                               R"("filterValues":["9"]}])"),
                ::testing::EndsWith("(reason MALFORMED_REQUEST_PARAMETERS)"));
    EXPECT_THAT(search_refused(R"("sortBy":"PRICE")"), ::testing::HasSubstr("must be one of"));
    EXPECT_THAT(search_refused(R"("searchText":"   ")"),
                ::testing::StartsWith("ValidationException: $.searchText"));
    EXPECT_THAT(search_refused(R"("maxResults":101)"), ::testing::HasSubstr("from 1 to 100"));
    const auto token = search(R"("maxResults":1)").text("nextToken");
    EXPECT_THAT(search_refused(R"("searchText":"desk","nextToken":")" + token + R"(")"),
                ::testing::EndsWith("(reason INVALID_PAGINATION_TOKEN)"));
}

}  // namespace
}  // namespace licet::api
