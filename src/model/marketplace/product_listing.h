// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/bedrock/catalogue.h"

#include <string>
#include <string_view>
#include <vector>

/// What a product's listing shows, made of the product's own names where the catalogue is silent.
/// Source: the service model marketplace-discovery, GetListing and GetProduct.
namespace licet::model {

/// A value and how people read it.
struct Labelled {
    std::string value;
    std::string display_name;
};

/// `prodview-…`; of a product whose id is a UUID, that id.
std::string listing_id(const Product& product);

std::string short_description(const Product& product);
std::string long_description(const Product& product);

/// The catalogue's, or one under `.invalid`, which leads nowhere.
std::string logo_url(const Product& product);

/// How products of the kind are delivered: `SAAS`, `SaaS`.
Labelled fulfillment_type(ProductKind kind);

/// The ways to get at the product. A model needs none in the catalogue: it is invoked.
std::vector<FulfillmentOption> fulfillment_options(const Product& product);

/// What the product's public offer counts: `REQUESTS`, `Requests`; each once, in the API's order.
std::vector<Labelled> pricing_units(const Product& product);

}  // namespace licet::model
