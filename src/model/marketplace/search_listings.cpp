// SPDX-License-Identifier: Apache-2.0
#include "model/marketplace/search_listings.h"

#include "model/bedrock/models.h"
#include "model/marketplace/offers.h"
#include "model/marketplace/pricing_label.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace licet::model {
namespace {

constexpr std::int64_t kRatingMax = 500;

std::string lower(std::string_view text) {
    std::string made{text};
    std::transform(made.begin(), made.end(), made.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return made;
}

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> words;
    std::string word;
    for (const char c : lower(text)) {
        if (c == ' ' || c == '\t' || c == '\n') {
            if (!word.empty()) {
                words.push_back(std::exchange(word, {}));
            }
        } else {
            word += c;
        }
    }
    if (!word.empty()) {
        words.push_back(std::move(word));
    }
    return words;
}

/// A rating from 0 to 5 with at most two decimals, in hundredths.
std::optional<std::int64_t> rating_of(std::string_view text) {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    if (text.empty() || text.size() > 4 || !is_digit(text[0]) ||
        (text.size() > 1 && (text[1] != '.' || text.size() == 2)) ||
        !std::all_of(text.begin() + std::min<std::ptrdiff_t>(2, std::ssize(text)), text.end(),
                     is_digit)) {
        return std::nullopt;
    }
    std::int64_t rating = (text[0] - '0') * 100;
    if (text.size() > 2) {
        rating += (text[2] - '0') * 10;
    }
    if (text.size() > 3) {
        rating += text[3] - '0';
    }
    return rating <= kRatingMax ? std::optional{rating} : std::nullopt;
}

std::int64_t rating_of(const Product& product) {
    return product.listing && product.listing->reviews
               ? rating_of(product.listing->reviews->average_rating).value_or(0)
               : 0;
}

bool has_reviews(const Product& product) {
    return product.listing && product.listing->reviews;
}

/// A text of the listing and what a word in it is worth.
struct Field {
    std::string text;
    std::int64_t weight;
};

std::vector<Field> fields_of(const Product& product) {
    constexpr std::int64_t kName = 8;
    constexpr std::int64_t kSeller = 4;
    constexpr std::int64_t kTopic = 2;
    std::vector<Field> fields{{lower(product.product_name), kName},
                              {lower(product.seller_name), kSeller},
                              {lower(short_description(product)), kTopic},
                              {lower(long_description(product)), 1}};
    if (product.listing) {
        for (const auto& category : product.listing->categories) {
            fields.push_back({lower(category.display_name), kTopic});
        }
        for (const auto& highlight : product.listing->highlights) {
            fields.push_back({lower(highlight), kTopic});
        }
    }
    return fields;
}

/// 0: some word occurs nowhere.
std::int64_t relevance_of(const Product& product, const std::vector<std::string>& words) {
    if (words.empty()) {
        return 1;
    }
    const auto fields = fields_of(product);
    std::int64_t sum = 1;
    for (const auto& word : words) {
        std::int64_t worth = 0;
        for (const auto& field : fields) {
            worth += field.text.find(word) != std::string::npos ? field.weight : 0;
        }
        if (worth == 0) {
            return 0;
        }
        sum += worth;
    }
    return sum;
}

std::vector<Labelled> categories_of(const Product& product) {
    std::vector<Labelled> labels;
    if (product.listing) {
        for (const auto& category : product.listing->categories) {
            labels.push_back({category.category_id, category.display_name});
        }
    }
    return labels;
}

Labelled deployment_of(const Product& product) {
    const auto status =
        product.listing ? product.listing->deployed_on_aws : DeployedOnAws::NOT_APPLICABLE;
    switch (status) {
        case DeployedOnAws::DEPLOYED:
            return {"DEPLOYED", "Deployed on AWS"};
        case DeployedOnAws::NOT_DEPLOYED:
            return {"NOT_DEPLOYED", "Not deployed on AWS"};
        case DeployedOnAws::NOT_APPLICABLE:
            break;
    }
    return {"NOT_APPLICABLE", "Not applicable"};
}

/// What the listing has of that kind.
std::vector<Labelled> values_of(FacetType type, const Product& product) {
    switch (type) {
        case FacetType::AVERAGE_CUSTOMER_RATING:
            if (has_reviews(product)) {
                const auto stars = fmt::format("{}.0", rating_of(product) / 100);
                return {{stars, stars}};
            }
            return {};
        case FacetType::CATEGORY:
            return categories_of(product);
        case FacetType::PUBLISHER:
            return {{seller_profile_of(product), product.seller_name}};
        case FacetType::FULFILLMENT_OPTION_TYPE:
            return {fulfillment_type(product.kind)};
        case FacetType::PRICING_MODEL:
            return {label_of(pricing_model(public_offer(product)))};
        case FacetType::PRICING_UNIT:
            return pricing_units(product);
        case FacetType::DEPLOYED_ON_AWS:
            return {deployment_of(product)};
        case FacetType::NUMBER_OF_PRODUCTS:
            return {{"1", "Single product"}};
    }
    return {};
}

FacetType facet_of(SearchFilterType type) {
    switch (type) {
        case SearchFilterType::MIN_AVERAGE_CUSTOMER_RATING:
        case SearchFilterType::MAX_AVERAGE_CUSTOMER_RATING:
            break;
        case SearchFilterType::CATEGORY:
            return FacetType::CATEGORY;
        case SearchFilterType::PUBLISHER:
            return FacetType::PUBLISHER;
        case SearchFilterType::FULFILLMENT_OPTION_TYPE:
            return FacetType::FULFILLMENT_OPTION_TYPE;
        case SearchFilterType::PRICING_MODEL:
            return FacetType::PRICING_MODEL;
        case SearchFilterType::PRICING_UNIT:
            return FacetType::PRICING_UNIT;
        case SearchFilterType::DEPLOYED_ON_AWS:
            return FacetType::DEPLOYED_ON_AWS;
        case SearchFilterType::NUMBER_OF_PRODUCTS:
            return FacetType::NUMBER_OF_PRODUCTS;
    }
    return FacetType::AVERAGE_CUSTOMER_RATING;
}

bool is_rating(SearchFilterType type) {
    return type == SearchFilterType::MIN_AVERAGE_CUSTOMER_RATING ||
           type == SearchFilterType::MAX_AVERAGE_CUSTOMER_RATING;
}

Result<void> check(const ListingFilter& filter) {
    if (is_rating(filter.type) &&
        (filter.values.size() != 1 || !rating_of(filter.values.front()))) {
        return Error{ErrorKind::invalid,
                     "a filter by average customer rating takes one value from 0.0 to 5.0"};
    }
    return {};
}

/// Requires that check() takes the filter.
bool fits(const Product& product, const ListingFilter& filter) {
    if (is_rating(filter.type)) {
        const auto bound = rating_of(filter.values.front()).value_or(0);
        const auto rating = rating_of(product);
        const bool min = filter.type == SearchFilterType::MIN_AVERAGE_CUSTOMER_RATING;
        return has_reviews(product) && (min ? rating >= bound : rating <= bound);
    }
    const auto values = values_of(facet_of(filter.type), product);
    return std::any_of(values.begin(), values.end(), [&](const Labelled& value) {
        return std::find(filter.values.begin(), filter.values.end(), value.value) !=
               filter.values.end();
    });
}

}  // namespace

Result<std::vector<ListingHit>> search_listings(const Models& models, const ListingSearch& search) {
    for (const auto& filter : search.filters) {
        LICET_TRY_VOID(check(filter));
    }
    const auto words = words_of(search.text);
    std::map<std::string, ListingHit> hits;
    for (const auto& entry : models.products) {
        const Product& product = entry.second;
        const auto relevance = relevance_of(product, words);
        const bool fit =
            relevance > 0 && std::all_of(search.filters.begin(), search.filters.end(),
                                         [&](const auto& filter) { return fits(product, filter); });
        if (fit) {
            hits.emplace(listing_id(product), ListingHit{&product, relevance, rating_of(product)});
        }
    }
    std::vector<ListingHit> list;
    list.reserve(hits.size());
    for (const auto& [id, hit] : hits) {
        list.push_back(hit);
    }
    return list;
}

std::vector<Facet> facets_of(FacetType type, const std::vector<ListingHit>& hits) {
    std::map<std::string, Facet> counts;
    for (const auto& hit : hits) {
        for (auto& label : values_of(type, *hit.product)) {
            auto& facet = counts[label.value];
            ++facet.count;
            facet.label = std::move(label);
        }
    }
    std::vector<Facet> facets;
    for (auto& [value, facet] : counts) {
        facets.push_back(std::move(facet));
    }
    std::stable_sort(facets.begin(), facets.end(),
                     [](const Facet& a, const Facet& b) { return a.count > b.count; });
    return facets;
}

}  // namespace licet::model
