// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/bedrock/token_price.h"
#include "model/license/license.h"

namespace licet::model {

struct State;

/// What tokens cost whoever uses a model by the license: what the rate card of its agreement says,
/// so that a private offer's price is everybody's to whom the license is granted. Nothing for an
/// agreement without a price for usage or in another currency, and for a seller's own license.
/// Source: issue 5, section 6; rule MP-21.
TokenPrices token_prices(const State& state, const License& license);

}  // namespace licet::model
