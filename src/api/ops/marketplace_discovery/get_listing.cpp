// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/marketplace_discovery/permissions.h"
#include "api/marketplace_discovery/shapes.h"

#include <algorithm>

namespace licet::api {
namespace {

using marketplace_discovery::Badge;
using marketplace_discovery::Category;
using marketplace_discovery::FulfillmentOptionSummary;
using marketplace_discovery::Id;
using marketplace_discovery::kCatalog;
using marketplace_discovery::OfferInformation;
using marketplace_discovery::PricingModel;
using marketplace_discovery::PricingUnit;
using marketplace_discovery::ProductInformation;
using marketplace_discovery::PromotionalMedia;
using marketplace_discovery::Resource;
using marketplace_discovery::ReviewSummary;
using marketplace_discovery::SellerEngagement;
using marketplace_discovery::SellerInformation;
using marketplace_discovery::show_categories;
using marketplace_discovery::show_fulfillment;
using marketplace_discovery::show_highlights;
using marketplace_discovery::show_listing_badges;
using marketplace_discovery::show_offer;
using marketplace_discovery::show_pricing;
using marketplace_discovery::show_product;
using marketplace_discovery::show_resources;
using marketplace_discovery::show_reviews;
using marketplace_discovery::show_seller;
using marketplace_discovery::show_units;
using marketplace_discovery::unknown;
using marketplace_discovery::UseCaseEntry;

struct Request {
    Id listingId;
};
BOOST_DESCRIBE_STRUCT(Request, (), (listingId))

struct AssociatedEntity {
    ProductInformation product;
    OfferInformation offer;
};
BOOST_DESCRIBE_STRUCT(AssociatedEntity, (), (product, offer))

struct Response {
    std::vector<AssociatedEntity> associatedEntities;
    std::vector<Badge> badges;
    std::string catalog;
    std::vector<Category> categories;
    std::vector<FulfillmentOptionSummary> fulfillmentOptionSummaries;
    std::vector<std::string> highlights;
    std::string listingId;
    std::string listingName;
    std::string logoThumbnailUrl;
    std::string longDescription;
    std::vector<PricingModel> pricingModels;
    std::vector<PricingUnit> pricingUnits;
    std::vector<PromotionalMedia> promotionalMedia;
    SellerInformation publisher;
    std::vector<Resource> resources;
    ReviewSummary reviewSummary;
    std::vector<SellerEngagement> sellerEngagements;
    std::string shortDescription;
    std::vector<UseCaseEntry> useCases;
};
BOOST_DESCRIBE_STRUCT(Response, (),
                      (associatedEntities, badges, catalog, categories, fulfillmentOptionSummaries,
                       highlights, listingId, listingName, logoThumbnailUrl, longDescription,
                       pricingModels, pricingUnits, promotionalMedia, publisher, resources,
                       reviewSummary, sellerEngagements, shortDescription, useCases))

Result<Response> run(Call& call, const Request& request) {
    const auto& products = call.state().models.products;
    const auto found = std::find_if(products.begin(), products.end(), [&](const auto& entry) {
        return model::listing_id(entry.second) == request.listingId;
    });
    if (found == products.end()) {
        return unknown("listing", request.listingId);
    }
    const model::Product& product = found->second;
    const model::Offer offer = model::public_offer(product);
    return Response{.associatedEntities = {{show_product(product), show_offer(offer)}},
                    .badges = show_listing_badges(product),
                    .catalog = std::string{kCatalog},
                    .categories = show_categories(product),
                    .fulfillmentOptionSummaries = show_fulfillment(product),
                    .highlights = show_highlights(product),
                    .listingId = model::listing_id(product),
                    .listingName = product.product_name,
                    .logoThumbnailUrl = model::logo_url(product),
                    .longDescription = model::long_description(product),
                    .pricingModels = {show_pricing(offer)},
                    .pricingUnits = show_units(product),
                    .promotionalMedia = {},
                    .publisher = show_seller(product),
                    .resources = show_resources(product),
                    .reviewSummary = show_reviews(product),
                    .sellerEngagements = {},
                    .shortDescription = model::short_description(product),
                    .useCases = {}};
}

Permissions permissions(const PermissionCall&, const Request& request) {
    return marketplace_discovery::permit_in_catalog("listing", request.listingId);
}

constexpr wire::HttpBinding kHttp{"POST", "/2026-02-05/getListing"};

}  // namespace

extern constinit const Operation op_marketplace_discovery_get_listing =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kMarketplaceDiscovery,
         .name = "GetListing",
         .doc = "Returns the listing under which a product is shown to buyers.",
         .access = Access::read,
         .needs = {.resources = {&marketplace_discovery::kListing}},
         .http = &kHttp});

}  // namespace licet::api
