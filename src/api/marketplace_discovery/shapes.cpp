// SPDX-License-Identifier: Apache-2.0
#include "api/marketplace_discovery/shapes.h"

#include "api/page.h"
#include "base/describe/describe.h"
#include "model/marketplace/pricing_label.h"
#include "model/state.h"

#include <fmt/format.h>

#include <algorithm>

namespace licet::api::marketplace_discovery {
namespace {

bool is_letter_or_digit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/// The name of a described enumerator.
template <typename T>
std::string name_of(T value) {
    const auto& type = describe::type_of<T>();
    return std::string{type.names[static_cast<std::size_t>(type.get_integer(&value))]};
}

std::optional<std::string> unless_empty(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional{text};
}

}  // namespace

bool is_id(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return is_letter_or_digit(c) || c == '_' || c == '-'; });
}

bool is_token(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
        return is_letter_or_digit(c) || c == '+' || c == '/' || c == '=';
    });
}

SellerInformation show_seller(const model::Product& product) {
    return {model::seller_profile_of(product), product.seller_name};
}

SellerInformation show_seller(const model::Offer& offer) {
    return {offer.seller_profile_id, offer.seller_name};
}

ProductInformation show_product(const model::Product& product) {
    return {product.product_id, product.product_name, show_seller(product)};
}

OfferInformation show_offer(const model::Offer& offer) {
    return {offer.offer_id, offer.name, show_seller(offer)};
}

std::optional<OfferSetInformation> show_offer_set(const model::Offer& offer) {
    return offer.offer_set_id.empty()
               ? std::nullopt
               : std::optional{OfferSetInformation{offer.offer_set_id, show_seller(offer)}};
}

PricingModel show_pricing(const model::Offer& offer) {
    auto label = model::label_of(model::pricing_model(offer));
    return {std::move(label.value), std::move(label.display_name)};
}

std::vector<PricingUnit> show_units(const model::Product& product) {
    std::vector<PricingUnit> units;
    for (auto& unit : model::pricing_units(product)) {
        units.push_back({std::move(unit.value), std::move(unit.display_name)});
    }
    return units;
}

std::vector<Category> show_categories(const model::Product& product) {
    std::vector<Category> categories;
    if (product.listing) {
        for (const auto& category : product.listing->categories) {
            categories.push_back({category.category_id, category.display_name});
        }
    }
    return categories;
}

std::vector<FulfillmentOptionSummary> show_fulfillment(const model::Product& product) {
    auto type = model::fulfillment_type(product.kind);
    return {{std::move(type.value), std::move(type.display_name)}};
}

std::vector<Resource> show_resources(const model::Product& product) {
    std::vector<Resource> resources;
    if (product.listing) {
        for (const auto& resource : product.listing->resources) {
            resources.push_back({name_of(resource.type), name_of(resource.content_type),
                                 resource.value, unless_empty(resource.display_name)});
        }
    }
    return resources;
}

std::vector<std::string> show_highlights(const model::Product& product) {
    return product.listing ? product.listing->highlights : std::vector<std::string>{};
}

ReviewSummary show_reviews(const model::Product& product) {
    if (!product.listing || !product.listing->reviews) {
        return {};
    }
    const auto& reviews = *product.listing->reviews;
    return {
        {{"AWS Marketplace", "AWS_MARKETPLACE", reviews.average_rating, reviews.total_reviews}}};
}

std::vector<Badge> show_badges(const model::PurchaseOption& option, Time now) {
    std::vector<Badge> badges;
    if (model::is_private(option.offers.front())) {
        badges.push_back({"Private Pricing", "PRIVATE_PRICING"});
    }
    if (model::is_future_dated(option, now)) {
        badges.push_back({"Future Dated", "FUTURE_DATED"});
    }
    if (model::is_replacement(option)) {
        badges.push_back({"Replacement Offer", "REPLACEMENT_OFFER"});
    }
    return badges;
}

std::vector<Badge> show_listing_badges(const model::Product& product) {
    const bool deployed =
        product.listing && product.listing->deployed_on_aws == model::DeployedOnAws::DEPLOYED;
    return deployed ? std::vector<Badge>{{"Deployed on AWS", "DEPLOYED_ON_AWS"}}
                    : std::vector<Badge>{};
}

Error unknown(std::string_view what, std::string_view id) {
    return Error{ErrorKind::not_found,
                 fmt::format("There is no {} `{}` that you may see", what, id),
                 "ResourceNotFoundException"};
}

Error malformed(std::string message) {
    return Error{ErrorKind::invalid,
                 std::move(message),
                 "ValidationException",
                 {{"reason", "MALFORMED_REQUEST_PARAMETERS"}}};
}

Result<std::optional<std::string>> page_after(const Listing& listing,
                                              const std::optional<NextToken>& token) {
    if (!token) {
        return std::optional<std::string>{};
    }
    auto key = listing.key_in(*token);
    if (!key.ok()) {
        return Error{ErrorKind::invalid,
                     key.error().message,
                     "ValidationException",
                     {{"reason", "INVALID_PAGINATION_TOKEN"}}};
    }
    return std::optional{std::move(*key)};
}

const model::Product& product_of(const model::State& state, const model::Offer& offer) {
    return state.models.products.at(offer.product_id);
}

Result<const model::Product*> require_product(const model::State& state, std::string_view id) {
    const auto* product = model::find_product(state.models, id);
    if (product == nullptr) {
        return unknown("product", id);
    }
    return product;
}

}  // namespace licet::api::marketplace_discovery
