// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/marketplace_discovery/permissions.h"
#include "api/marketplace_discovery/shapes.h"

namespace licet::api {
namespace {

using marketplace_discovery::Category;
using marketplace_discovery::FulfillmentOptionSummary;
using marketplace_discovery::Id;
using marketplace_discovery::kCatalog;
using marketplace_discovery::PromotionalMedia;
using marketplace_discovery::require_product;
using marketplace_discovery::Resource;
using marketplace_discovery::SellerEngagement;
using marketplace_discovery::SellerInformation;
using marketplace_discovery::show_categories;
using marketplace_discovery::show_fulfillment;
using marketplace_discovery::show_highlights;
using marketplace_discovery::show_resources;
using marketplace_discovery::show_seller;

struct Request {
    Id productId;
};
BOOST_DESCRIBE_STRUCT(Request, (), (productId))

struct Response {
    std::string productId;
    std::string catalog;
    std::string productName;
    model::DeployedOnAws deployedOnAws = model::DeployedOnAws::NOT_APPLICABLE;
    std::string shortDescription;
    std::string longDescription;
    SellerInformation manufacturer;
    std::string logoThumbnailUrl;
    std::vector<FulfillmentOptionSummary> fulfillmentOptionSummaries;
    std::vector<Category> categories;
    std::vector<std::string> highlights;
    std::vector<PromotionalMedia> promotionalMedia;
    std::vector<Resource> resources;
    std::vector<SellerEngagement> sellerEngagements;
};
BOOST_DESCRIBE_STRUCT(Response, (),
                      (productId, catalog, productName, deployedOnAws, shortDescription,
                       longDescription, manufacturer, logoThumbnailUrl, fulfillmentOptionSummaries,
                       categories, highlights, promotionalMedia, resources, sellerEngagements))

Result<Response> run(Call& call, const Request& request) {
    LICET_TRY(const auto* product, require_product(call.state(), request.productId));
    return Response{.productId = product->product_id,
                    .catalog = std::string{kCatalog},
                    .productName = product->product_name,
                    .deployedOnAws = product->listing ? product->listing->deployed_on_aws
                                                      : model::DeployedOnAws::NOT_APPLICABLE,
                    .shortDescription = model::short_description(*product),
                    .longDescription = model::long_description(*product),
                    .manufacturer = show_seller(*product),
                    .logoThumbnailUrl = model::logo_url(*product),
                    .fulfillmentOptionSummaries = show_fulfillment(*product),
                    .categories = show_categories(*product),
                    .highlights = show_highlights(*product),
                    .promotionalMedia = {},
                    .resources = show_resources(*product),
                    .sellerEngagements = {}};
}

Permissions permissions(const PermissionCall&, const Request& request) {
    return marketplace_discovery::permit_in_catalog("product", request.productId);
}

constexpr wire::HttpBinding kHttp{"POST", "/2026-02-05/getProduct"};

}  // namespace

extern constinit const Operation op_marketplace_discovery_get_product =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kMarketplaceDiscovery,
         .name = "GetProduct",
         .doc = "Returns a product of the catalogue.",
         .access = Access::read,
         .needs = {.resources = {&marketplace_discovery::kProduct}},
         .http = &kHttp});

}  // namespace licet::api
