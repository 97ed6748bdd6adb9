// SPDX-License-Identifier: Apache-2.0
#include "api/define.h"
#include "model/marketplace/offers.h"
#include "model/state.h"

namespace licet::api {
namespace {

struct Request {
    std::vector<model::Offer> offers;
    std::vector<model::OfferSet> offer_sets;
};
BOOST_DESCRIBE_STRUCT(Request, (), (offers, offer_sets))

struct Response {
    std::vector<std::string> added;    ///< the ids of the offers and sets that are new
    std::vector<std::string> updated;  ///< the ids of those that changed
};
BOOST_DESCRIBE_STRUCT(Response, (), (added, updated))

Result<Response> run(Call& call, const Request& request) {
    LICET_TRY(auto events, model::apply_offers(call.state(), {request.offers, request.offer_sets},
                                               call.context()));
    Response response;
    if (!events.empty()) {
        const auto& applied = std::get<model::OffersApplied>(events.front());
        const auto& marketplace = call.state().marketplace;
        for (const auto& offer : applied.offers) {
            const bool known = marketplace.offers.contains(offer.offer_id);
            (known ? response.updated : response.added).push_back(offer.offer_id);
            call.transaction.touch("AWS::Marketplace::Offer", offer.offer_id);
        }
        for (const auto& set : applied.sets) {
            const bool known = marketplace.offer_sets.contains(set.offer_set_id);
            (known ? response.updated : response.added).push_back(set.offer_set_id);
        }
    }
    call.transaction.commit(std::move(events));
    return response;
}

constexpr wire::HttpBinding kHttp{"PUT", "/licet/v1/offers"};

}  // namespace

extern constinit const Operation op_licet_apply_offers = operation<Request, Response, run>(
    {.service = &wire::kLicet,
     .name = "ApplyOffers",
     .doc = "Brings in private offers; for the account that `licet init` made.",
     .access = Access::write,
     .http = &kHttp});

}  // namespace licet::api
