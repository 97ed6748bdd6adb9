// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/event.h"

#include <string>
#include <string_view>

/// Accepting and cancelling the public offers behind models. An agreement is for a product: every
/// model of the product shares it. Source: rules U-13, MP-10.
namespace licet::model {

struct State;

struct AcceptPublicOffer {
    std::string_view model_id;
    std::string_view offer_token;
};

/// Accepts the public offer of the model's product for the caller's account; the license follows in
/// the background.
///
/// @return `invalid` for an unknown model, for one that needs no agreement and for another token
///         than the offer's; ValidationException `Could not create agreement - Agreement already
///         exists`; `conflict` while an earlier agreement is being wound up.
/// Source: domain.md 7.3, rule LI-7.
Result<Events> accept_public_offer(const State& state, const AcceptPublicOffer& command,
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
