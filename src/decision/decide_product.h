// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "decision/directory.h"
#include "decision/shortfall.h"
#include "model/state.h"

namespace licet::decision {

/// `licet:product/prod-…`: how a product is named where something is decided about it.
std::string product_resource(std::string_view product);

/// Whether an account may use a product, and by what right or why not.
struct ProductDecision {
    Reason reason = Reason::product_unknown;
    Entitlement entitlement;                ///< as far as it was looked at
    std::optional<Shortfall> missing = {};  ///< nothing exactly when it may

    bool allowed() const { return !missing.has_value(); }
};

/// May the account use the product now? The steps of decide() that apply to any product: the
/// account is open, the catalogue lists the product, the account is entitled to it, and the grant
/// is in the window of its scope; with the same reasons. Straight from the state, for services that
/// ask licet about their own callers: a registry, a SaaS. Source: design 6, steps 1 to 3 and 7;
/// rules CO-12, ME-30, LI-5.
ProductDecision decide_product(const model::State& state, AccountId account,
                               std::string_view product, Time now);
/// The same from any source of facts.
ProductDecision decide_product(const Facts& facts, const Directory& directory, AccountId account,
                               std::string_view product, Time now);

}  // namespace licet::decision
