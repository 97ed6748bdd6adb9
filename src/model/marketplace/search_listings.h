// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/bedrock/catalogue.h"
#include "model/marketplace/product_listing.h"

#include <boost/describe.hpp>

#include <map>
#include <string>
#include <string_view>
#include <vector>

/// Finding listings by words and by what they have. Every product has one listing, which everybody
/// may see. Pure; O(products). Source: rule MP-22; the service model marketplace-discovery.
namespace licet::model {

struct Models;

enum class SearchFilterType {
    MIN_AVERAGE_CUSTOMER_RATING,
    MAX_AVERAGE_CUSTOMER_RATING,
    CATEGORY,
    PUBLISHER,
    FULFILLMENT_OPTION_TYPE,
    PRICING_MODEL,
    PRICING_UNIT,
    DEPLOYED_ON_AWS,
    NUMBER_OF_PRODUCTS
};
BOOST_DESCRIBE_ENUM(SearchFilterType, MIN_AVERAGE_CUSTOMER_RATING, MAX_AVERAGE_CUSTOMER_RATING,
                    CATEGORY, PUBLISHER, FULFILLMENT_OPTION_TYPE, PRICING_MODEL, PRICING_UNIT,
                    DEPLOYED_ON_AWS, NUMBER_OF_PRODUCTS)

/// What listings are counted by.
enum class FacetType {
    AVERAGE_CUSTOMER_RATING,
    CATEGORY,
    PUBLISHER,
    FULFILLMENT_OPTION_TYPE,
    PRICING_MODEL,
    PRICING_UNIT,
    DEPLOYED_ON_AWS,
    NUMBER_OF_PRODUCTS
};
BOOST_DESCRIBE_ENUM(FacetType, AVERAGE_CUSTOMER_RATING, CATEGORY, PUBLISHER,
                    FULFILLMENT_OPTION_TYPE, PRICING_MODEL, PRICING_UNIT, DEPLOYED_ON_AWS,
                    NUMBER_OF_PRODUCTS)

struct ListingFilter {
    SearchFilterType type;
    std::vector<std::string> values;  ///< one of them must fit; a rating has a single value
};

struct ListingSearch {
    std::string text;                    ///< words, each of which must occur; empty: all listings
    std::vector<ListingFilter> filters;  ///< all must hold
};

/// A product found.
struct ListingHit {
    const Product* product;
    std::int64_t relevance;  ///< more where the words occur in more telling places
    std::int64_t rating;     ///< in hundredths; 0 without reviews
};

/// @return the hits, ordered by listing id; `invalid` for a rating that is none, from 0.0 to 5.0.
Result<std::vector<ListingHit>> search_listings(const Models& models, const ListingSearch& search);

/// How many of the hits have a value.
struct Facet {
    Labelled label;
    std::int64_t count = 0;
};

/// The values of that kind that any hit has: the most frequent first, then by value. Ratings are
/// counted by their whole stars, listings without reviews not at all.
std::vector<Facet> facets_of(FacetType type, const std::vector<ListingHit>& hits);

}  // namespace licet::model
