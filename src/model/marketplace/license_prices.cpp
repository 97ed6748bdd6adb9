// SPDX-License-Identifier: Apache-2.0
#include "model/marketplace/license_prices.h"

#include "model/state.h"

namespace licet::model {

TokenPrices token_prices(const State& state, const License& license) {
    const auto& agreements = state.marketplace.agreements;
    const auto found = agreements.find(license.agreement);
    if (found == agreements.end() || found->second.currency != "USD") {
        return {};
    }
    for (const auto& accepted : found->second.terms) {
        if (const auto* usage = std::get_if<UsageBasedPricingTerm>(&accepted.term.details)) {
            return token_prices(usage->rate_card);
        }
    }
    return {};
}

}  // namespace licet::model
