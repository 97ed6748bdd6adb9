// SPDX-License-Identifier: Apache-2.0
#include "decision/facts.h"

#include "base/protection.h"

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
    return now <= scope.not_after || !LICET_PROTECTED(scope_end) ? ScopeMiss::none
                                                                 : ScopeMiss::ended;
}

ListedModel Facts::listed_model(std::string_view id) const {
    ListedModel found{.details = model(id)};
    if (found.details != nullptr) {
        for (const auto& region : found.details->regions) {
            found.regions |= model::region_mask(region);
        }
    }
    return found;
}

Entitlement Facts::entitlement_to(AccountId account, const ListedModel& model, const Use& use,
                                  Time now) const {
    return entitlement(account, model.details->product_id, use, now);
}

}  // namespace licet::decision
