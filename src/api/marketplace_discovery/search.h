// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/marketplace_discovery/shapes.h"
#include "model/marketplace/search_listings.h"

#include <span>

/// What SearchListings and SearchFacets have in common. Members are spelled as on the wire.
namespace licet::api::marketplace_discovery {

bool is_no_blank(std::string_view text);      ///< more than spaces
bool is_filter_value(std::string_view text);  ///< letters, digits, `_`, `-` and `.`
using SearchText = Text<1, 512, is_no_blank>;
using FilterValue = Text<1, 128, is_filter_value>;

struct SearchFilter {
    model::SearchFilterType filterType{};
    List<FilterValue, 1, 30> filterValues;
};
BOOST_DESCRIBE_STRUCT(SearchFilter, (), (filterType, filterValues))

using SearchFilters = List<SearchFilter, 1, 30>;

model::ListingSearch search_of(const std::optional<SearchText>& text,
                               const std::optional<SearchFilters>& filters);

/// The search as one text, the same for equal searches only.
std::string text_of(const model::ListingSearch& search);

/// @return ValidationException for a filter that cannot be.
Result<std::vector<model::ListingHit>> find_listings(const model::State& state,
                                                     const model::ListingSearch& search);

/// The names of model::FacetType, in its order.
std::span<const std::string_view> facet_names();

}  // namespace licet::api::marketplace_discovery
