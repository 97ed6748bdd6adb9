// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/marketplace_discovery/permissions.h"
#include "api/marketplace_discovery/search.h"
#include "api/marketplace_discovery/shapes.h"
#include "api/page.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

namespace licet::api {
namespace {

using marketplace_discovery::facet_names;
using marketplace_discovery::find_listings;
using marketplace_discovery::NextToken;
using marketplace_discovery::page_after;
using marketplace_discovery::search_of;
using marketplace_discovery::SearchFilters;
using marketplace_discovery::SearchText;
using marketplace_discovery::text_of;

constexpr std::size_t kPageSize = 100;  // values of one facet

struct Request {
    std::optional<SearchText> searchText;
    std::optional<SearchFilters> filters;
    List<model::FacetType, 0, 30> facetTypes;
    std::optional<NextToken> nextToken;
};
BOOST_DESCRIBE_STRUCT(Request, (), (searchText, filters, facetTypes, nextToken))

struct ListingFacet {
    std::string value;
    std::string displayName;
    std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(ListingFacet, (), (value, displayName, count))

struct Response {
    std::int64_t totalResults = 0;
    std::map<std::string, std::vector<ListingFacet>> listingFacets;  // by facet type
    std::optional<std::string> nextToken;
};
BOOST_DESCRIBE_STRUCT(Response, (), (totalResults, listingFacets, nextToken))

std::set<std::size_t> types_of(const Request& request) {
    std::set<std::size_t> types;
    for (const auto type : request.facetTypes) {
        types.insert(static_cast<std::size_t>(type));
    }
    for (std::size_t i = 0; request.facetTypes.empty() && i < facet_names().size(); ++i) {
        types.insert(i);
    }
    return types;
}

/// How many values of each facet the pages before have shown.
std::size_t shown_before(const std::optional<std::string>& after) {
    std::size_t count = 0;
    if (after) {
        std::from_chars(after->data(), after->data() + after->size(), count);
    }
    return count;
}

Result<Response> run(Call& call, const Request& request) {
    const auto search = search_of(request.searchText, request.filters);
    LICET_TRY(const auto hits, find_listings(call.state(), search));
    const auto types = types_of(request);
    std::string asked;
    for (const auto type : types) {
        asked += std::to_string(type) + ' ';
    }
    const Listing listing{call, "SearchFacets", asked + text_of(search)};
    LICET_TRY(const auto after, page_after(listing, request.nextToken));
    const auto begin = shown_before(after);
    Response response{.totalResults = static_cast<std::int64_t>(hits.size()),
                      .listingFacets = {},
                      .nextToken = {}};
    for (const auto type : types) {
        auto& shown = response.listingFacets[std::string{facet_names()[type]}];
        const auto facets = model::facets_of(static_cast<model::FacetType>(type), hits);
        for (std::size_t i = begin; i < std::min(facets.size(), begin + kPageSize); ++i) {
            shown.push_back({facets[i].label.value, facets[i].label.display_name, facets[i].count});
        }
        if (facets.size() > begin + kPageSize) {
            response.nextToken = listing.token_after(std::to_string(begin + kPageSize));
        }
    }
    return response;
}

Permissions permissions(const PermissionCall&, const Request&) {
    return marketplace_discovery::permit_in_catalog("listing", "*");
}

constexpr wire::HttpBinding kHttp{"POST", "/2026-02-05/searchFacets"};

}  // namespace

extern constinit const Operation op_marketplace_discovery_search_facets =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kMarketplaceDiscovery,
         .name = "SearchFacets",
         .doc = "Counts listings by what they have, for narrowing a search.",
         .access = Access::read,
         .needs = {.resources = {&marketplace_discovery::kAllListings}},
         .http = &kHttp});

}  // namespace licet::api
