// SPDX-License-Identifier: Apache-2.0
#include "api/bedrock/models.h"
#include "api/define.h"

namespace licet::api {
namespace {

enum class OfferType { ALL, PUBLIC };
BOOST_DESCRIBE_ENUM(OfferType, ALL, PUBLIC)

struct Request {
    bedrock::ModelIdentifier modelId;
    std::optional<OfferType> offerType;  // the catalogue has public offers only
};
BOOST_DESCRIBE_STRUCT(Request, (), (modelId, offerType))

struct Rate {
    std::string dimension;
    std::string price;
    std::string description;
    std::string unit;
};
BOOST_DESCRIBE_STRUCT(Rate, (), (dimension, price, description, unit))

struct PricingTerm {
    std::vector<Rate> rateCard;
};
BOOST_DESCRIBE_STRUCT(PricingTerm, (), (rateCard))

struct LegalTerm {
    std::string url;
};
BOOST_DESCRIBE_STRUCT(LegalTerm, (), (url))

struct SupportTerm {
    std::string refundPolicyDescription;
};
BOOST_DESCRIBE_STRUCT(SupportTerm, (), (refundPolicyDescription))

struct ValidityTerm {
    std::string agreementDuration;
};
BOOST_DESCRIBE_STRUCT(ValidityTerm, (), (agreementDuration))

struct TermDetails {
    PricingTerm usageBasedPricingTerm;
    LegalTerm legalTerm;
    SupportTerm supportTerm;
    std::optional<ValidityTerm> validityTerm;
};
BOOST_DESCRIBE_STRUCT(TermDetails, (),
                      (usageBasedPricingTerm, legalTerm, supportTerm, validityTerm))

struct Offer {
    std::string offerId;
    std::string offerToken;
    TermDetails termDetails;
};
BOOST_DESCRIBE_STRUCT(Offer, (), (offerId, offerToken, termDetails))

struct Response {
    std::string modelId;
    std::vector<Offer> offers;
};
BOOST_DESCRIBE_STRUCT(Response, (), (modelId, offers))

Offer show_offer(const model::PublicOffer& offer) {
    Offer shown{.offerId = offer.offer_id,
                .offerToken = offer.offer_token,
                .termDetails = {.usageBasedPricingTerm = {},
                                .legalTerm = {offer.eula_url},
                                .supportTerm = {offer.refund_policy},
                                .validityTerm = {}}};
    for (const auto& item : offer.rate_card) {
        shown.termDetails.usageBasedPricingTerm.rateCard.push_back(
            {item.dimension, item.price, item.description, item.unit});
    }
    if (offer.agreement_duration) {
        shown.termDetails.validityTerm = ValidityTerm{*offer.agreement_duration};
    }
    return shown;
}

Result<Response> run(Call& call, const Request& request) {
    LICET_TRY(const auto* model, bedrock::require_offered_model(call, request.modelId));
    Response response{.modelId = model->model_id, .offers = {}};
    if (const auto* product = model::find_product(call.state().models, model->product_id)) {
        response.offers.push_back(show_offer(product->offer));
    }
    return response;
}

constexpr wire::HttpBinding kHttp{"GET", "/list-foundation-model-agreement-offers/{modelId}"};
constexpr wire::RestMember kMembers[] = {{"modelId", wire::Location::label},
                                         {"offerType", wire::Location::query}};

}  // namespace

extern constinit const Operation op_bedrock_list_foundation_model_agreement_offers =
    operation<Request, Response, run>(
        {.service = &wire::kBedrock,
         .name = "ListFoundationModelAgreementOffers",
         .doc = "Lists the offers that give access to a model; none for a model that needs none.",
         .access = Access::read,
         .http = &kHttp,
         .request_members = kMembers});

}  // namespace licet::api
