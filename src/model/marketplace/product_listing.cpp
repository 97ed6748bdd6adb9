// SPDX-License-Identifier: Apache-2.0
#include "model/marketplace/product_listing.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace licet::model {
namespace {

constexpr std::string_view kProductPrefix = "prod-";

/// Without regard to case.
bool starts_with(std::string_view text, std::string_view word) {
    return text.size() >= word.size() &&
           std::equal(word.begin(), word.end(), text.begin(), [](char a, char b) {
               return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b + 32) : b);
           });
}

std::string given_or(const Product& product, std::string Listing::*member, std::string made) {
    return product.listing && !((*product.listing).*member).empty() ? (*product.listing).*member
                                                                    : std::move(made);
}

struct Unit {
    std::string_view word;  ///< how rate cards name it
    std::string_view value;
    std::string_view display_name;
};

constexpr std::array kUnits{Unit{"user", "USERS", "Users"},
                            Unit{"host", "HOSTS", "Hosts"},
                            Unit{"bandwidth", "BANDWIDTH", "Bandwidth"},
                            Unit{"data", "DATA", "Data"},
                            Unit{"tier", "TIERS", "Tiers"},
                            Unit{"request", "REQUESTS", "Requests"},
                            Unit{"", "UNITS", "Units"}};

const Unit& unit_of(std::string_view text) {
    return *std::find_if(kUnits.begin(), kUnits.end(),
                         [&](const Unit& unit) { return starts_with(text, unit.word); });
}

}  // namespace

std::string listing_id(const Product& product) {
    const auto& id = product.product_id;
    return given_or(
        product, &Listing::listing_id,
        id.starts_with(kProductPrefix) ? "prodview-" + id.substr(kProductPrefix.size()) : id);
}

std::string short_description(const Product& product) {
    return given_or(product, &Listing::short_description,
                    fmt::format("{} by {}", product.product_name, product.seller_name));
}

std::string long_description(const Product& product) {
    return given_or(product, &Listing::long_description, short_description(product));
}

std::string logo_url(const Product& product) {
    return given_or(product, &Listing::logo_url,
                    fmt::format("https://logos.invalid/{}.png", product.product_id));
}

Labelled fulfillment_type(ProductKind kind) {
    switch (kind) {
        case ProductKind::model:
            return {"API", "API"};
        case ProductKind::saas:
            return {"SAAS", "SaaS"};
        case ProductKind::container:
            return {"CONTAINER", "Container"};
        case ProductKind::data:
            return {"DATA_EXCHANGE", "AWS Data Exchange"};
    }
    return {};
}

std::vector<FulfillmentOption> fulfillment_options(const Product& product) {
    if (product.listing && !product.listing->fulfillment_options.empty()) {
        return product.listing->fulfillment_options;
    }
    return {{.option_id = "fo-" + product.product_id, .name = product.product_name}};
}

std::vector<Labelled> pricing_units(const Product& product) {
    std::vector<Labelled> units;
    for (const Unit& unit : kUnits) {
        const auto& card = product.offer.rate_card;
        if (std::any_of(card.begin(), card.end(), [&](const RateCardItem& item) {
                return unit_of(item.unit).value == unit.value;
            })) {
            units.push_back({std::string{unit.value}, std::string{unit.display_name}});
        }
    }
    return units;
}

}  // namespace licet::model
