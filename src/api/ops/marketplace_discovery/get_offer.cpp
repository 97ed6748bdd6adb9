// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/marketplace_discovery/permissions.h"
#include "api/marketplace_discovery/shapes.h"

namespace licet::api {
namespace {

using marketplace_discovery::Badge;
using marketplace_discovery::Id;
using marketplace_discovery::kCatalog;
using marketplace_discovery::OfferSetInformation;
using marketplace_discovery::PricingModel;
using marketplace_discovery::product_of;
using marketplace_discovery::ProductInformation;
using marketplace_discovery::SellerInformation;
using marketplace_discovery::show_badges;
using marketplace_discovery::show_offer_set;
using marketplace_discovery::show_pricing;
using marketplace_discovery::show_product;
using marketplace_discovery::show_seller;
using marketplace_discovery::unknown;

struct Request {
    Id offerId;
};
BOOST_DESCRIBE_STRUCT(Request, (), (offerId))

struct AssociatedEntity {
    ProductInformation product;
    std::optional<OfferSetInformation> offerSet;
};
BOOST_DESCRIBE_STRUCT(AssociatedEntity, (), (product, offerSet))

struct Response {
    std::string offerId;
    std::string catalog;
    std::optional<std::string> offerName;
    std::string agreementProposalId;
    std::optional<Time> expirationTime;
    std::optional<Time> availableFromTime;
    SellerInformation sellerOfRecord;
    std::optional<std::string> replacementAgreementId;
    PricingModel pricingModel;
    std::vector<Badge> badges;
    std::vector<AssociatedEntity> associatedEntities;
};
BOOST_DESCRIBE_STRUCT(Response, (),
                      (offerId, catalog, offerName, agreementProposalId, expirationTime,
                       availableFromTime, sellerOfRecord, replacementAgreementId, pricingModel,
                       badges, associatedEntities))

Result<Response> run(Call& call, const Request& request) {
    const auto option = model::find_offer(call.state(), call.account(), request.offerId);
    if (!option) {
        return unknown("offer", request.offerId);
    }
    const model::Offer& offer = option->offers.front();
    Response response{.offerId = offer.offer_id,
                      .catalog = std::string{kCatalog},
                      .offerName = offer.name,
                      .agreementProposalId = model::proposal_id(offer),
                      .expirationTime = offer.expires_at,
                      .availableFromTime = offer.available_from,
                      .sellerOfRecord = show_seller(offer),
                      .replacementAgreementId = {},
                      .pricingModel = show_pricing(offer),
                      .badges = show_badges(*option, call.context().now),
                      .associatedEntities = {
                          {show_product(product_of(call.state(), offer)), show_offer_set(offer)}}};
    if (!offer.replaces_agreement.empty()) {
        response.replacementAgreementId = offer.replaces_agreement;
    }
    return response;
}

Permissions permissions(const PermissionCall&, const Request& request) {
    return marketplace_discovery::permit_in_catalog("offer", request.offerId);
}

constexpr wire::HttpBinding kHttp{"POST", "/2026-02-05/getOffer"};

}  // namespace

extern constinit const Operation op_marketplace_discovery_get_offer =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kMarketplaceDiscovery,
         .name = "GetOffer",
         .doc = "Returns a public offer, or a private one made to the caller's account.",
         .access = Access::read,
         .needs = {.resources = {&marketplace_discovery::kOffer}},
         .http = &kHttp});

}  // namespace licet::api
