// SPDX-License-Identifier: Apache-2.0
#include "api/bedrock/models.h"
#include "api/bedrock/permissions.h"
#include "api/define.h"
#include "model/marketplace/subscribe.h"

namespace licet::api {
namespace {

enum class OfferType { ALL, PUBLIC };
BOOST_DESCRIBE_ENUM(OfferType, ALL, PUBLIC)

struct Request {
    bedrock::ModelIdentifier modelId;
    std::optional<OfferType> offerType;
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
    std::optional<std::string> url;
};
BOOST_DESCRIBE_STRUCT(LegalTerm, (), (url))

struct SupportTerm {
    std::optional<std::string> refundPolicyDescription;
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

/// Bedrock shows terms of four kinds; AWS Marketplace shows all that a private offer has.
void show_term(const model::TermDetails& term, TermDetails& shown) {
    if (const auto* usage = std::get_if<model::UsageBasedPricingTerm>(&term)) {
        for (const auto& item : usage->rate_card) {
            shown.usageBasedPricingTerm.rateCard.push_back(
                {item.dimension, item.price, item.description, item.unit});
        }
    } else if (const auto* legal = std::get_if<model::LegalTerm>(&term)) {
        shown.legalTerm.url = legal->documents.front().url;
    } else if (const auto* support = std::get_if<model::SupportTerm>(&term)) {
        shown.supportTerm.refundPolicyDescription = support->refund_policy;
    } else if (const auto* validity = std::get_if<model::ValidityTerm>(&term);
               validity != nullptr && validity->duration) {
        shown.validityTerm = ValidityTerm{*validity->duration};
    }
}

void show_offers(const std::vector<model::ModelOffer>& offers, std::vector<Offer>& shown) {
    for (const auto& [offer, token] : offers) {
        Offer& one = shown.emplace_back(
            Offer{.offerId = offer.offer_id, .offerToken = token, .termDetails = {}});
        for (const auto& term : offer.terms) {
            show_term(term.details, one.termDetails);
        }
    }
}

Result<Response> run(Call& call, const Request& request) {
    LICET_TRY(const auto* model, bedrock::require_offered_model(call, request.modelId));
    Response response{.modelId = model->model_id, .offers = {}};
    show_offers(model::public_model_offers(call.state(), *model), response.offers);
    if (request.offerType == OfferType::ALL) {
        show_offers(
            model::private_model_offers(call.state(), *model, call.account(), call.context().now),
            response.offers);
    }
    return response;
}

Permissions permissions(const PermissionCall& call, const Request& request) {
    return bedrock::with_marketplace(call, bedrock::kViewSubscriptions, request.modelId);
}

constexpr Need kAlso[] = {bedrock::kViewSubscriptions};

constexpr wire::HttpBinding kHttp{"GET", "/list-foundation-model-agreement-offers/{modelId}"};
constexpr wire::RestMember kMembers[] = {{"modelId", wire::Location::label},
                                         {"offerType", wire::Location::query}};

}  // namespace

extern constinit const Operation op_bedrock_list_foundation_model_agreement_offers =
    operation<Request, Response, run, permissions>(
        {.service = &wire::kBedrock,
         .name = "ListFoundationModelAgreementOffers",
         .doc = "Lists the offers that give access to a model, private ones on request; none for a "
                "model that needs none.",
         .access = Access::read,
         .also = kAlso,
         .http = &kHttp,
         .request_members = kMembers});

}  // namespace licet::api
