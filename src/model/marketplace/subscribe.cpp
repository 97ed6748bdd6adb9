// SPDX-License-Identifier: Apache-2.0
#include "model/marketplace/subscribe.h"

#include "model/state.h"

#include <fmt/format.h>

namespace licet::model {
namespace {

constexpr std::size_t kAgreementIdLetters = 25;

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
    const PublicOffer& offer = state.models.products.at(model->product_id).offer;
    if (command.offer_token != offer.offer_token) {
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
    Agreement agreement{.acceptor = account,
                        .product_id = model->product_id,
                        .offer_id = offer.offer_id,
                        .accepted_at = context.now,
                        .starts_at = context.now,
                        .ends_at = {},
                        .license = {}};
    if (offer.agreement_duration) {
        LICET_TRY(agreement.ends_at, end_of(context.now, *offer.agreement_duration));
    }
    return Events{AgreementAccepted{
        "agmt-" + context.random.text(kLowerAlphanumeric, kAgreementIdLetters), agreement}};
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
    return Events{AgreementEnded{agreement->id, AgreementStatus::CANCELLED, context.now}};
}

}  // namespace licet::model
