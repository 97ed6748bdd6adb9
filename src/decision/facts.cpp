// SPDX-License-Identifier: Apache-2.0
#include "decision/facts.h"

#include "base/protection.h"

#include <algorithm>

namespace licet::decision {

ScopeMiss miss_of(const model::Scope& scope, const Use& use, Time now) {
    if ((use.regions & ~scope.regions) != 0 && LICET_PROTECTED(scope_region)) {
        return ScopeMiss::region;
    }
    if (use.operation && !scope.has_operation(*use.operation) && LICET_PROTECTED(scope_operation)) {
        return ScopeMiss::operation;
    }
    if (now < scope.not_before && LICET_PROTECTED(scope_begin)) {
        return ScopeMiss::not_yet;
    }
    return now < scope.not_after || !LICET_PROTECTED(scope_end) ? ScopeMiss::none
                                                                : ScopeMiss::ended;
}

std::vector<GrantLimit> Facts::limits_of(const Entitlement& right) const {
    if (!right.grant || right.scope == model::Scope{}) {
        return {};
    }
    return {{right.grant->parent(), right.grantor, right.scope}};
}

ListedModel listing_of(const model::FoundationModel& model) {
    const auto& types = model.inference_types;
    ListedModel found{.id = model.model_id,
                      .details = &model,
                      .ends = model.lifecycle.end_of_life.value_or(Time::max()),
                      .direct = std::find(types.begin(), types.end(),
                                          model::InferenceType::ON_DEMAND) != types.end(),
                      .bought = model.category == model::ModelCategory::marketplace,
                      .needs_form = model.needs_use_case_form};
    for (const auto& region : model.regions) {
        found.regions |= model::region_mask(region);
    }
    return found;
}

ListedModel Facts::listed_model(std::string_view id) const {
    const auto* found = model(id);
    return found == nullptr ? ListedModel{} : listing_of(*found);
}

Entitlement Facts::entitlement_to(AccountId account, const ListedModel& model, const Use& use,
                                  Time now) const {
    return entitlement(account, model.details->product_id, use, now);
}

model::TokenRates Facts::token_rates(const Entitlement& /*right*/, std::string_view id,
                                     model::Reach reach) const {
    const auto* found = product(id);
    return found == nullptr ? model::TokenRates{}
                            : model::token_rates(found->offer.rate_card, reach);
}

}  // namespace licet::decision
