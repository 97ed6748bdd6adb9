// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/event.h"

#include <string>
#include <string_view>
#include <vector>

/// Accepting the offers behind models, and cancelling the agreements. An agreement is for a
/// product: every model of the product shares it. Source: rules U-13, MP-10.
namespace licet::model {

struct State;

/// An offer and the token that accepts it for a model.
struct ModelOffer {
    Offer offer;
    std::string token;
};

/// The public offer of a model's product; none for a model that needs no agreement.
std::vector<ModelOffer> public_model_offers(const State& state, const FoundationModel& model);

/// The private offers of its product that the account can accept now. The token is opaque, works
/// for that account alone and for the offer as it is now.
std::vector<ModelOffer> private_model_offers(const State& state, const FoundationModel& model,
                                             AccountId account, Time now);

struct AcceptModelOffer {
    std::string_view model_id;
    std::string_view offer_token;
};

/// Accepts an offer for the model's product for the caller's account; the license follows in the
/// background. A private offer has the effect of an agreement request for all its mandatory terms:
/// it takes the place of a public agreement.
///
/// @return `invalid` for an unknown model, for one that needs no agreement and for a token that is
///         unknown or another account's; ValidationException `Could not create agreement -
///         Agreement already exists`, and for a private offer that is over or whose terms need a
///         choice; `conflict` while an earlier agreement is being wound up.
/// Source: domain.md 7.3, rules LI-7, MP-4 to MP-7.
Result<Events> accept_model_offer(const State& state, const AcceptModelOffer& command,
                                  const Context& context);

/// Cancels the agreement of the caller's account for the model's product; the license is withdrawn
/// in the background, and grants of it stay but give nothing.
///
/// @return `invalid` for an unknown model; ValidationException `No agreement exists to cancel`;
///         `conflict` while the agreement is being set up or wound up.
/// Source: domain.md 7.3, rules ME-37, MP-10.
Result<Events> cancel_agreement(const State& state, std::string_view model_id,
                                const Context& context);

}  // namespace licet::model
