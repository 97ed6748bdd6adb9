// SPDX-License-Identifier: Apache-2.0
#include "api/marketplace_discovery/search.h"

#include "base/describe/describe.h"
#include "model/state.h"

#include <algorithm>

namespace licet::api::marketplace_discovery {

bool is_no_blank(std::string_view text) {
    return text.find_first_not_of(' ') != std::string_view::npos;
}

bool is_filter_value(std::string_view text) {
    std::string plain{text};
    plain.erase(std::remove(plain.begin(), plain.end(), '.'), plain.end());
    return is_id(plain);
}

model::ListingSearch search_of(const std::optional<SearchText>& text,
                               const std::optional<SearchFilters>& filters) {
    model::ListingSearch search{.text = text ? std::string{*text} : std::string{}, .filters = {}};
    if (filters) {
        for (const auto& filter : *filters) {
            search.filters.push_back(
                {filter.filterType, {filter.filterValues.begin(), filter.filterValues.end()}});
        }
    }
    return search;
}

std::string text_of(const model::ListingSearch& search) {
    std::string text = search.text;
    for (const auto& filter : search.filters) {
        text += '\n' + std::to_string(static_cast<int>(filter.type));
        for (const auto& value : filter.values) {
            text += '\t' + value;
        }
    }
    return text;
}

Result<std::vector<model::ListingHit>> find_listings(const model::State& state,
                                                     const model::ListingSearch& search) {
    auto hits = model::search_listings(state.models, search);
    return hits.ok() ? std::move(hits) : malformed(hits.error().message);
}

std::span<const std::string_view> facet_names() {
    return describe::type_of<model::FacetType>().names;
}

}  // namespace licet::api::marketplace_discovery
