// SPDX-License-Identifier: Apache-2.0
#include "model/marketplace/subscribe.h"

#include "base/crypto.h"
#include "base/describe/binary.h"
#include "base/describe/describe.h"
#include "base/encoding.h"
#include "model/marketplace/cancel.h"
#include "model/marketplace/offers.h"
#include "model/marketplace/quote.h"
#include "model/marketplace/request_agreement.h"
#include "model/state.h"

#include <fmt/format.h>

#include <algorithm>

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

Error agreement_exists() {
    return validation_error("Could not create agreement - Agreement already exists");
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

/// Says which offer, in which wording, for whom.
std::string token_of(const Offer& offer, AccountId buyer) {
    std::string bytes = buyer.text();
    describe::write_binary(describe::type_of<Offer>(), &offer, bytes);
    return to_base64url(sha256(bytes));
}

bool is_open(const Offer& offer, Time now) {
    return !is_expired(offer, now) && (!offer.available_from || *offer.available_from <= now);
}

std::optional<Offer> find_private(const State& state, const std::string& product, AccountId buyer,
                                  std::string_view token) {
    std::optional<Offer> found;
    offers_for(state, buyer, {.product = product, .public_ones = false}, {},
               [&](const Offer& offer) {
                   if (token_of(offer, buyer) == token) {
                       found = offer;
                   }
                   return !found;
               });
    return found;
}

/// All terms of the offer, of which nothing is chosen: it does not renew itself, and a free trial
/// is taken only where there is nothing else.
RequestAgreement request_all(const Offer& offer) {
    RequestAgreement command{
        .intent = offer.replaces_agreement.empty() ? Intent::NEW : Intent::REPLACE,
        .proposal = proposal_id(offer),
        .source = offer.replaces_agreement,
        .terms = {}};
    const bool trial = pricing_model(offer) == PricingModel::FREE;
    for (const Term& term : offer.terms) {
        const bool optional =
            std::holds_alternative<RenewalTerm>(term.details) ||
            (std::holds_alternative<FreeTrialPricingTerm>(term.details) && !trial);
        if (!optional) {
            command.terms.push_back({term.id, {}});
        }
    }
    return command;
}

/// The refusal as Bedrock words it: it has no reasons.
Error without_reason(Error error) {
    const bool exists = std::any_of(
        error.members.begin(), error.members.end(),
        [](const ErrorMember& m) { return m.value == "DUPLICATE_AGREEMENT_IN_ORGANIZATION"; });
    if (exists) {
        return agreement_exists();
    }
    error.members.clear();
    return error;
}

Result<Events> accept_private(const State& state, const Offer& offer, const Context& context) {
    auto draft = draft_request(state, request_all(offer), context);
    if (!draft.ok()) {
        return without_reason(draft.error());
    }
    auto events = accept_draft(state, *draft, context);
    return events.ok() ? std::move(events) : without_reason(events.error());
}

}  // namespace

std::vector<ModelOffer> public_model_offers(const State& state, const FoundationModel& model) {
    const Product* product = find_product(state.models, model.product_id);
    if (product == nullptr) {
        return {};
    }
    return {{public_offer(*product), product->offer.offer_token}};
}

std::vector<ModelOffer> private_model_offers(const State& state, const FoundationModel& model,
                                             AccountId account, Time now) {
    std::vector<ModelOffer> found;
    offers_for(state, account, {.product = model.product_id, .public_ones = false}, {},
               [&](const Offer& offer) {
                   if (is_open(offer, now)) {
                       found.push_back({offer, token_of(offer, account)});
                   }
                   return true;
               });
    return found;
}

Result<Events> accept_model_offer(const State& state, const AcceptModelOffer& command,
                                  const Context& context) {
    LICET_TRY(const auto* model, require_model(state, command.model_id));
    if (model->category != ModelCategory::marketplace) {
        return Error{ErrorKind::invalid,
                     fmt::format("Model `{}` needs no agreement: it is sold by Amazon and every "
                                 "account may use it",
                                 model->model_id)};
    }
    const Product& product = state.models.products.at(model->product_id);
    const AccountId account = context.actor.account;
    if (command.offer_token != product.offer.offer_token) {
        const auto offer = find_private(state, model->product_id, account, command.offer_token);
        if (offer) {
            return accept_private(state, *offer, context);
        }
        return Error{ErrorKind::invalid,
                     fmt::format("The offer token is not one of model `{}`; "
                                 "ListFoundationModelAgreementOffers shows its offers",
                                 model->model_id)};
    }
    const auto other = find_agreement(state.marketplace, account, model->product_id, context.now);
    if (other && other->details.status != AgreementStatus::ACTIVE) {
        return in_progress(*other);
    }
    if (other) {
        return agreement_exists();
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
