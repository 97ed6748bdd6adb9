// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <boost/describe.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// What buyers are shown of a product, and how they get at what they bought. Plain values, part of
/// the catalogue. Enumerators that the Marketplace APIs show are spelled as they spell them.
namespace licet::model {

/// What a product is. Source: issue 3, "any product, not only models".
enum class ProductKind {
    model,      ///< foundation models name it
    saas,       ///< software run by its seller
    container,  ///< an image that buyers run
    data,       ///< data sets
};
BOOST_DESCRIBE_ENUM(ProductKind, model, saas, container, data)

struct ListingCategory {
    std::string category_id;
    std::string display_name;
};
BOOST_DESCRIBE_STRUCT(ListingCategory, (), (category_id, display_name))

enum class ListingResourceType { MANUFACTURER_SUPPORT, MANUFACTURER_INSTRUCTIONS };
BOOST_DESCRIBE_ENUM(ListingResourceType, MANUFACTURER_SUPPORT, MANUFACTURER_INSTRUCTIONS)

enum class ListingResourceContent { EMAIL, PHONE_NUMBER, LINK, OTHER };
BOOST_DESCRIBE_ENUM(ListingResourceContent, EMAIL, PHONE_NUMBER, LINK, OTHER)

/// Where buyers read more or ask for help.
struct ListingResource {
    ListingResourceType type = ListingResourceType::MANUFACTURER_SUPPORT;
    ListingResourceContent content_type = ListingResourceContent::LINK;
    std::string value;
    std::string display_name = {};
};
BOOST_DESCRIBE_STRUCT(ListingResource, (), (type, content_type, value, display_name))

enum class DeployedOnAws { NOT_APPLICABLE, NOT_DEPLOYED, DEPLOYED };
BOOST_DESCRIBE_ENUM(DeployedOnAws, NOT_APPLICABLE, NOT_DEPLOYED, DEPLOYED)

/// What customers said.
struct ListingReviews {
    std::string average_rating;  ///< decimal from 0 to 5, as text: `4.5`
    std::int64_t total_reviews = 0;
};
BOOST_DESCRIBE_STRUCT(ListingReviews, (), (average_rating, total_reviews))

/// A part of a data set.
struct DataArtifact {
    std::string resource_type;  ///< `S3Snapshot`, `ApiGatewayApi`, …
    std::string classification;
    std::string resource_arn = {};
    std::string description = {};
};
BOOST_DESCRIBE_STRUCT(DataArtifact, (), (resource_type, classification, resource_arn, description))

/// A way to get at what was bought. The product's kind says which of `url`, `image` and `artifacts`
/// it has; empty texts are not shown.
struct FulfillmentOption {
    std::string option_id;
    std::string name;
    std::string version = {};
    std::string url = {};                      ///< saas: https; where buyers register
    std::string image = {};                    ///< container: `registry.example.com/team/app:1.4`
    std::vector<DataArtifact> artifacts = {};  ///< data
    std::string usage_instructions = {};
    std::string release_notes = {};
};
BOOST_DESCRIBE_STRUCT(FulfillmentOption, (),
                      (option_id, name, version, url, image, artifacts, usage_instructions,
                       release_notes))

/// What buyers are shown of a product. What is left empty is made of the product's own names.
struct Listing {
    std::string listing_id = {};  ///< `prodview-…`
    std::string short_description = {};
    std::string long_description = {};
    std::vector<std::string> highlights = {};
    std::vector<ListingCategory> categories = {};
    std::string seller_profile_id = {};
    std::string logo_url = {};  ///< https
    DeployedOnAws deployed_on_aws = DeployedOnAws::NOT_APPLICABLE;
    std::vector<ListingResource> resources = {};
    std::vector<FulfillmentOption> fulfillment_options = {};
    std::optional<ListingReviews> reviews = {};
};
BOOST_DESCRIBE_STRUCT(Listing, (),
                      (listing_id, short_description, long_description, highlights, categories,
                       seller_profile_id, logo_url, deployed_on_aws, resources, fulfillment_options,
                       reviews))

/// Whether the listing is one for a product of that kind: texts and lists within their limits, ids
/// well formed, and fulfilment options that say where the kind is to be had.
/// @return `invalid`, naming the first member that breaks a rule.
Result<void> validate(const Listing& listing, ProductKind kind);

}  // namespace licet::model
