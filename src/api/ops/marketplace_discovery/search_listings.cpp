// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/marketplace_discovery/permissions.h"
#include "api/marketplace_discovery/search.h"
#include "api/marketplace_discovery/shapes.h"
#include "api/page.h"

#include <algorithm>
#include <charconv>

namespace licet::api {
namespace {

using marketplace_discovery::Badge;
using marketplace_discovery::Category;
using marketplace_discovery::find_listings;
using marketplace_discovery::FulfillmentOptionSummary;
using marketplace_discovery::kCatalog;
using marketplace_discovery::NextToken;
using marketplace_discovery::page_after;
using marketplace_discovery::PricingModel;
using marketplace_discovery::PricingUnit;
using marketplace_discovery::ProductInformation;
using marketplace_discovery::ReviewSummary;
using marketplace_discovery::search_of;
using marketplace_discovery::SearchFilters;
using marketplace_discovery::SearchText;
using marketplace_discovery::SellerInformation;
using marketplace_discovery::show_categories;
using marketplace_discovery::show_fulfillment;
using marketplace_discovery::show_listing_badges;
using marketplace_discovery::show_pricing;
using marketplace_discovery::show_product;
using marketplace_discovery::show_reviews;
using marketplace_discovery::show_seller;
using marketplace_discovery::show_units;
using marketplace_discovery::text_of;

constexpr std::size_t kPageMax = 100;
constexpr std::size_t kPageDefault = 25;

enum class SortBy { RELEVANCE, AVERAGE_CUSTOMER_RATING };
BOOST_DESCRIBE_ENUM(SortBy, RELEVANCE, AVERAGE_CUSTOMER_RATING)

enum class SortOrder { DESCENDING, ASCENDING };
BOOST_DESCRIBE_ENUM(SortOrder, DESCENDING, ASCENDING)

struct Request {
    std::optional<SearchText> searchText;
    std::optional<SearchFilters> filters;
    std::optional<Integer<1, kPageMax>> maxResults;
    std::optional<SortBy> sortBy;
    std::optional<SortOrder> sortOrder;
    std::optional<NextToken> nextToken;
};
BOOST_DESCRIBE_STRUCT(Request, (), (searchText, filters, maxResults, sortBy, sortOrder, nextToken))

struct AssociatedEntity {
    ProductInformation product;
};
BOOST_DESCRIBE_STRUCT(AssociatedEntity, (), (product))

struct ListingSummary {
    std::string listingId;
    std::string listingName;
    SellerInformation publisher;
    std::string catalog;
    std::string shortDescription;
    std::string logoThumbnailUrl;
    std::vector<Category> categories;
    std::vector<FulfillmentOptionSummary> fulfillmentOptionSummaries;
    std::vector<Badge> badges;
    ReviewSummary reviewSummary;
    std::vector<PricingModel> pricingModels;
    std::vector<PricingUnit> pricingUnits;
    std::vector<AssociatedEntity> associatedEntities;
};
BOOST_DESCRIBE_STRUCT(ListingSummary, (),
                      (listingId, listingName, publisher, catalog, shortDescription,
                       logoThumbnailUrl, categories, fulfillmentOptionSummaries, badges,
                       reviewSummary, pricingModels, pricingUnits, associatedEntities))

struct Response {
    std::int64_t totalResults = 0;
    std::vector<ListingSummary> listingSummaries;
    std::optional<std::string> nextToken;
};
BOOST_DESCRIBE_STRUCT(Response, (), (totalResults, listingSummaries, nextToken))

/// Where a hit stands in the order asked for: by a number, then by listing id.
struct Rank {
    std::int64_t number = 0;
    std::string id;
    auto operator<=>(const Rank&) const = default;
};

struct Ranked {
    Rank rank;
    const model::Product* product;
};

std::vector<Ranked> ranked(const std::vector<model::ListingHit>& hits, const Request& request) {
    const bool by_rating = request.sortBy == SortBy::AVERAGE_CUSTOMER_RATING;
    const std::int64_t sign = request.sortOrder == SortOrder::ASCENDING ? 1 : -1;
    std::vector<Ranked> list;
    for (const auto& hit : hits) {
        list.push_back(
            {{sign * (by_rating ? hit.rating : hit.relevance), model::listing_id(*hit.product)},
             hit.product});
    }
    std::sort(list.begin(), list.end(),
              [](const Ranked& a, const Ranked& b) { return a.rank < b.rank; });
    return list;
}

std::string key_of(const Rank& rank) {
    return std::to_string(rank.number) + ' ' + rank.id;
}

/// Of a text that a token carried, so that it needs no doubt.
Rank rank_of(const std::string& text) {
    Rank rank;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), rank.number).ptr;
    rank.id = text.substr(std::min(text.size(), static_cast<std::size_t>(end - text.data()) + 1));
    return rank;
}

ListingSummary show(const model::Product& product) {
    return {.listingId = model::listing_id(product),
            .listingName = product.product_name,
            .publisher = show_seller(product),
            .catalog = std::string{kCatalog},
            .shortDescription = model::short_description(product),
            .logoThumbnailUrl = model::logo_url(product),
            .categories = show_categories(product),
            .fulfillmentOptionSummaries = show_fulfillment(product),
            .badges = show_listing_badges(product),
            .reviewSummary = show_reviews(product),
            .pricingModels = {show_pricing(model::public_offer(product))},
            .pricingUnits = show_units(product),
            .associatedEntities = {{show_product(product)}}};
}

Result<Response> run(Call& call, const Request& request) {
    const auto search = search_of(request.searchText, request.filters);
    LICET_TRY(const auto hits, find_listings(call.state(), search));
    const auto order =
        std::to_string(static_cast<int>(request.sortBy.value_or(SortBy::RELEVANCE))) +
        std::to_string(static_cast<int>(request.sortOrder.value_or(SortOrder::DESCENDING)));
    const Listing listing{call, "SearchListings", order + text_of(search)};
    LICET_TRY(const auto after, page_after(listing, request.nextToken));
    const auto list = ranked(hits, request);
    auto hit = list.begin();
    if (after) {
        hit = std::upper_bound(list.begin(), list.end(), rank_of(*after),
                               [](const Rank& rank, const Ranked& one) { return rank < one.rank; });
    }
    const auto size =
        request.maxResults ? static_cast<std::size_t>(request.maxResults->value) : kPageDefault;
    Response response{.totalResults = static_cast<std::int64_t>(hits.size()),
                      .listingSummaries = {},
                      .nextToken = {}};
    for (; hit != list.end() && response.listingSummaries.size() < size; ++hit) {
        response.listingSummaries.push_back(show(*hit->product));
    }
    if (hit != list.end()) {
        response.nextToken = listing.token_after(key_of(std::prev(hit)->rank));
    }
    return response;
}

Permissions permissions(const PermissionCall&, const Request&) {
    return marketplace_discovery::permit_in_catalog("listing", "*");
}

constexpr wire::HttpBinding kHttp{"POST", "/2026-02-05/searchListings"};

}  // namespace

extern constinit const Operation op_marketplace_discovery_search_listings =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kMarketplaceDiscovery,
         .name = "SearchListings",
         .doc = "Finds listings by words and filters, in the order asked for.",
         .access = Access::read,
         .needs = {.resources = {&marketplace_discovery::kAllListings}},
         .http = &kHttp});

}  // namespace licet::api
