// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/page.h"
#include "api/services.h"
#include "base/describe/bounded.h"
#include "model/marketplace/product_listing.h"
#include "model/marketplace/purchase_options.h"

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <vector>

/// What the operations of AWS Marketplace Discovery return. Members are spelled as on the wire.
/// Source: the service model marketplace-discovery 2026-02-05.
namespace licet::api::marketplace_discovery {

inline constexpr std::string_view kCatalog = "AWSMarketplace";

bool is_id(std::string_view text);     ///< letters, digits, `_` and `-`
bool is_token(std::string_view text);  ///< what base64 is made of
using Id = Text<1, 255, is_id>;
using NextToken = Text<0, 8192, is_token>;

struct SellerInformation {
    std::string sellerProfileId;
    std::string displayName;
};
BOOST_DESCRIBE_STRUCT(SellerInformation, (), (sellerProfileId, displayName))

struct ProductInformation {
    std::string productId;
    std::string productName;
    SellerInformation manufacturer;
};
BOOST_DESCRIBE_STRUCT(ProductInformation, (), (productId, productName, manufacturer))

struct OfferInformation {
    std::string offerId;
    std::optional<std::string> offerName;
    SellerInformation sellerOfRecord;
};
BOOST_DESCRIBE_STRUCT(OfferInformation, (), (offerId, offerName, sellerOfRecord))

struct OfferSetInformation {
    std::string offerSetId;
    SellerInformation sellerOfRecord;
};
BOOST_DESCRIBE_STRUCT(OfferSetInformation, (), (offerSetId, sellerOfRecord))

struct Badge {
    std::string displayName;
    std::string badgeType;
};
BOOST_DESCRIBE_STRUCT(Badge, (), (displayName, badgeType))

struct PricingModel {
    std::string pricingModelType;
    std::string displayName;
};
BOOST_DESCRIBE_STRUCT(PricingModel, (), (pricingModelType, displayName))

struct PricingUnit {
    std::string pricingUnitType;
    std::string displayName;
};
BOOST_DESCRIBE_STRUCT(PricingUnit, (), (pricingUnitType, displayName))

struct Category {
    std::string categoryId;
    std::string displayName;
};
BOOST_DESCRIBE_STRUCT(Category, (), (categoryId, displayName))

struct FulfillmentOptionSummary {
    std::string fulfillmentOptionType;
    std::string displayName;
};
BOOST_DESCRIBE_STRUCT(FulfillmentOptionSummary, (), (fulfillmentOptionType, displayName))

struct Resource {
    std::string resourceType;
    std::string contentType;
    std::string value;
    std::optional<std::string> displayName;
};
BOOST_DESCRIBE_STRUCT(Resource, (), (resourceType, contentType, value, displayName))

struct ReviewSourceSummary {
    std::string sourceName;
    std::string sourceId;
    std::string averageRating;
    std::int64_t totalReviews = 0;
};
BOOST_DESCRIBE_STRUCT(ReviewSourceSummary, (), (sourceName, sourceId, averageRating, totalReviews))

struct ReviewSummary {
    std::vector<ReviewSourceSummary> reviewSourceSummaries;
};
BOOST_DESCRIBE_STRUCT(ReviewSummary, (), (reviewSourceSummaries))

/// What no product of licet's catalogue has, but every answer must list.
struct PromotionalMedia {};
BOOST_DESCRIBE_STRUCT(PromotionalMedia, (), ())
struct SellerEngagement {};
BOOST_DESCRIBE_STRUCT(SellerEngagement, (), ())
struct UseCaseEntry {};
BOOST_DESCRIBE_STRUCT(UseCaseEntry, (), ())

// How parts of the catalogue and offers look on the wire.
SellerInformation show_seller(const model::Product& product);
SellerInformation show_seller(const model::Offer& offer);
ProductInformation show_product(const model::Product& product);
OfferInformation show_offer(const model::Offer& offer);
std::optional<OfferSetInformation> show_offer_set(const model::Offer& offer);
PricingModel show_pricing(const model::Offer& offer);
std::vector<PricingUnit> show_units(const model::Product& product);
std::vector<Category> show_categories(const model::Product& product);
std::vector<FulfillmentOptionSummary> show_fulfillment(const model::Product& product);
std::vector<Resource> show_resources(const model::Product& product);
std::vector<std::string> show_highlights(const model::Product& product);
ReviewSummary show_reviews(const model::Product& product);

/// Source: rule MP-20.
std::vector<Badge> show_badges(const model::PurchaseOption& option, Time now);
std::vector<Badge> show_listing_badges(const model::Product& product);

/// ResourceNotFoundException; the same for what does not exist and what is others'.
Error unknown(std::string_view what, std::string_view id);

/// ValidationException that says why. Source: the service model's ValidationExceptionReason.
Error malformed(std::string message);

/// The text's key in a page token, where there is a token. @return ValidationException with the
/// reason INVALID_PAGINATION_TOKEN for one that is none of this listing.
Result<std::optional<std::string>> page_after(const Listing& listing,
                                              const std::optional<NextToken>& token);

/// The product that the offer is for. Requires that the catalogue lists it, as it does for every
/// offer that can be seen.
const model::Product& product_of(const model::State& state, const model::Offer& offer);

/// The product with that id. @return ResourceNotFoundException when the catalogue has none.
Result<const model::Product*> require_product(const model::State& state, std::string_view id);

}  // namespace licet::api::marketplace_discovery
