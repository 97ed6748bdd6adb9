// SPDX-License-Identifier: Apache-2.0
#include "model/marketplace/subscribe.h"

#include "model/marketplace/cancel.h"
#include "model/marketplace/offers.h"
#include "model/marketplace/quote.h"
#include "model/marketplace/request_agreement.h"
#include "model/state.h"

#include <fmt/format.h>

namespace licet::model {
namespace {

Result<const FoundationModel*> require_model(const State& state, std::string_view id) {
    const FoundationModel* model = find_model(state.models, id);
    if (model == nullptr) {
        return Error{ErrorKind::invalid,
                     "The provided model identifier is invalid. Give the id of a model that "
                     "ListFoundationModels shows."};
    }
    return model;
}

/// The texts are AWS's own, to the letter: clients compare them whole. Source: domain.md 7.3.
Error validation_error(std::string text) {
    return Error{ErrorKind::invalid, std::move(text), "ValidationException"};
}

Error in_progress(const AgreementView& agreement) {
    return Error{
        ErrorKind::conflict,
        fmt::format("Agreement `{}` is still being {}; try again in a moment", agreement.id,
                    agreement.details.status == AgreementStatus::ACTIVE ? "set up" : "wound up")};
}

/// An agreement to all terms of a public offer; it does not renew itself.
Result<Agreement> agree_to(Offer offer, const Context& context) {
    Agreement agreement{.acceptor = context.actor.account,
                        .product_id = offer.product_id,
                        .offer_id = offer.offer_id,
                        .accepted_at = context.now,
                        .starts_at = context.now,
                        .ends_at = {},
                        .license = {}};
    for (Term& term : offer.terms) {
        if (!std::holds_alternative<RenewalTerm>(term.details)) {
            agreement.terms.push_back({std::move(term), {}});
        }
    }
    LICET_TRY(const auto period, period_of(agreement.terms, context.now));
    agreement.ends_at = period.ends;
    LICET_TRY(agreement.charges,
              charges_for(agreement.terms, nullptr, period, context.now, context.random));
    return agreement;
}

}  // namespace

Result<Events> accept_public_offer(const State& state, const AcceptPublicOffer& command,
                                   const Context& context) {
    LICET_TRY(const auto* model, require_model(state, command.model_id));
    if (model->category != ModelCategory::marketplace) {
        return Error{ErrorKind::invalid,
                     fmt::format("Model `{}` needs no agreement: it is sold by Amazon and every "
                                 "account may use it",
                                 model->model_id)};
    }
    const Product& product = state.models.products.at(model->product_id);
    if (command.offer_token != product.offer.offer_token) {
        return Error{ErrorKind::invalid,
                     fmt::format("The offer token is not one of model `{}`; "
                                 "ListFoundationModelAgreementOffers shows its offers",
                                 model->model_id)};
    }
    const AccountId account = context.actor.account;
    const auto other = find_agreement(state.marketplace, account, model->product_id, context.now);
    if (other && other->details.status != AgreementStatus::ACTIVE) {
        return in_progress(*other);
    }
    if (other) {
        return validation_error("Could not create agreement - Agreement already exists");
    }
    LICET_TRY(auto agreement, agree_to(public_offer(product), context));
    return Events{AgreementAccepted{new_agreement_id(context.random), std::move(agreement)}};
}

Result<Events> cancel_agreement(const State& state, std::string_view model_id,
                                const Context& context) {
    LICET_TRY(const auto* model, require_model(state, model_id));
    const auto agreement =
        find_agreement(state.marketplace, context.actor.account, model->product_id, context.now);
    if (!agreement) {
        return validation_error("No agreement exists to cancel");
    }
    if (agreement->details.provisioning) {
        return in_progress(*agreement);
    }
    if (is_committed(agreement->details)) {
        return validation_error(
            fmt::format("Agreement `{}` is a contract; it ends earlier only when its proposer "
                        "sends a cancellation request that you accept",
                        agreement->id));
    }
    return Events{AgreementEnded{agreement->id, AgreementStatus::CANCELLED, context.now}};
}

}  // namespace licet::model
