// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/state.h"

#include <string>

namespace licet::decision {

/// Puts an agreement into the state by which a million tokens cost so many dollars, and half a
/// dollar more where a global profile answers.
inline void add_agreement(model::State& state, const std::string& id, int dollars,
                          const std::string& currency = "USD") {
    model::UsageBasedPricingTerm usage;
    for (const std::string name : {"input_tokens", "output_tokens"}) {
        usage.rate_card.push_back(
            {name + "_standard", std::to_string(dollars), "Million tokens", "Units"});
        usage.rate_card.push_back(
            {name + "_global_standard", std::to_string(dollars) + ".5", "Million tokens", "Units"});
    }
    state.marketplace.agreements[id] = {.acceptor = {},
                                        .product_id = {},
                                        .offer_id = {},
                                        .accepted_at = {},
                                        .starts_at = {},
                                        .ends_at = {},
                                        .license = {},
                                        .currency = currency,
                                        .terms = {{{"term-usage", usage}, {}}}};
}

}  // namespace licet::decision
