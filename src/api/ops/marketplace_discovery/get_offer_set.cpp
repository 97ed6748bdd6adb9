// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/marketplace_discovery/permissions.h"
#include "api/marketplace_discovery/shapes.h"

namespace licet::api {
namespace {

using marketplace_discovery::Badge;
using marketplace_discovery::Id;
using marketplace_discovery::kCatalog;
using marketplace_discovery::OfferInformation;
using marketplace_discovery::product_of;
using marketplace_discovery::ProductInformation;
using marketplace_discovery::SellerInformation;
using marketplace_discovery::show_badges;
using marketplace_discovery::show_offer;
using marketplace_discovery::show_product;
using marketplace_discovery::show_seller;
using marketplace_discovery::unknown;

struct Request {
    Id offerSetId;
};
BOOST_DESCRIBE_STRUCT(Request, (), (offerSetId))

struct AssociatedEntity {
    ProductInformation product;
    OfferInformation offer;
};
BOOST_DESCRIBE_STRUCT(AssociatedEntity, (), (product, offer))

struct Response {
    std::string offerSetId;
    std::string catalog;
    std::optional<std::string> offerSetName;
    std::optional<Time> availableFromTime;
    std::optional<Time> expirationTime;
    std::optional<std::string> buyerNotes;
    SellerInformation sellerOfRecord;
    std::vector<Badge> badges;
    std::vector<AssociatedEntity> associatedEntities;
};
BOOST_DESCRIBE_STRUCT(Response, (),
                      (offerSetId, catalog, offerSetName, availableFromTime, expirationTime,
                       buyerNotes, sellerOfRecord, badges, associatedEntities))

Result<Response> run(Call& call, const Request& request) {
    const auto option = model::find_offer_set(call.state(), call.account(), request.offerSetId);
    if (!option) {
        return unknown("offer set", request.offerSetId);
    }
    Response response{.offerSetId = option->id,
                      .catalog = std::string{kCatalog},
                      .offerSetName = option->name,
                      .availableFromTime = option->available_from,
                      .expirationTime = option->expires_at,
                      .buyerNotes = {},
                      .sellerOfRecord = show_seller(option->offers.front()),
                      .badges = show_badges(*option, call.context().now),
                      .associatedEntities = {}};
    if (!option->set->buyer_notes.empty()) {
        response.buyerNotes = option->set->buyer_notes;
    }
    for (const auto& offer : option->offers) {
        response.associatedEntities.push_back(
            {show_product(product_of(call.state(), offer)), show_offer(offer)});
    }
    return response;
}

Permissions permissions(const PermissionCall&, const Request& request) {
    return marketplace_discovery::permit_in_catalog("offerSet", request.offerSetId);
}

constexpr wire::HttpBinding kHttp{"POST", "/2026-02-05/getOfferSet"};

}  // namespace

extern constinit const Operation op_marketplace_discovery_get_offer_set =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kMarketplaceDiscovery,
         .name = "GetOfferSet",
         .doc = "Returns a set of offers that are sold together to the caller's account.",
         .access = Access::read,
         .needs = {.resources = {&marketplace_discovery::kOfferSet}},
         .http = &kHttp});

}  // namespace licet::api
