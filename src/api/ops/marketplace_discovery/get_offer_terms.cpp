// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "api/marketplace_discovery/permissions.h"
#include "api/marketplace_discovery/shapes.h"
#include "api/marketplace_discovery/terms.h"
#include "api/page.h"

#include <algorithm>

namespace licet::api {
namespace {

using marketplace_discovery::Id;
using marketplace_discovery::NextToken;
using marketplace_discovery::OfferTerm;
using marketplace_discovery::page_after;
using marketplace_discovery::show_term;
using marketplace_discovery::unknown;

constexpr std::size_t kPageMax = 25;  // rule MP-21

struct Request {
    Id offerId;
    std::optional<Integer<1, kPageMax>> maxResults;
    std::optional<NextToken> nextToken;
};
BOOST_DESCRIBE_STRUCT(Request, (), (offerId, maxResults, nextToken))

struct Response {
    std::vector<OfferTerm> offerTerms;
    std::optional<std::string> nextToken;
};
BOOST_DESCRIBE_STRUCT(Response, (), (offerTerms, nextToken))

Result<Response> run(Call& call, const Request& request) {
    const auto option = model::find_offer(call.state(), call.account(), request.offerId);
    if (!option) {
        return unknown("offer", request.offerId);
    }
    const model::Offer& offer = option->offers.front();
    const Listing listing{call, "GetOfferTerms", offer.offer_id};
    LICET_TRY(const auto after, page_after(listing, request.nextToken));
    auto term = offer.terms.begin();
    if (after) {
        term = std::find_if(offer.terms.begin(), offer.terms.end(),
                            [&](const model::Term& one) { return one.id == *after; });
        term += term == offer.terms.end() ? 0 : 1;
    }
    const auto size =
        request.maxResults ? static_cast<std::size_t>(request.maxResults->value) : kPageMax;
    Response response;
    for (; term != offer.terms.end() && response.offerTerms.size() < size; ++term) {
        response.offerTerms.push_back(show_term(*term, offer.currency));
    }
    if (term != offer.terms.end()) {
        response.nextToken = listing.token_after(std::prev(term)->id);
    }
    return response;
}

Permissions permissions(const PermissionCall&, const Request& request) {
    return marketplace_discovery::permit_in_catalog("offer", request.offerId);
}

constexpr wire::HttpBinding kHttp{"POST", "/2026-02-05/getOfferTerms"};

}  // namespace

extern constinit const Operation op_marketplace_discovery_get_offer_terms =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kMarketplaceDiscovery,
         .name = "GetOfferTerms",
         .doc = "Returns the terms of an offer that the caller's account may see.",
         .access = Access::read,
         .needs = {.resources = {&marketplace_discovery::kOffer}},
         .http = &kHttp});

}  // namespace licet::api
