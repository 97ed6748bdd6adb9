// SPDX-License-Identifier: Apache-2.0
#include "decision/decide_product.h"

#include "decision/state_facts.h"

#include <fmt/format.h>

namespace licet::decision {
namespace {

constexpr std::size_t kIdShownMax = 64;

ProductDecision refuse(Shortfall missing, Entitlement entitlement = {}) {
    const Reason reason = missing.reason;
    return {.reason = reason, .entitlement = entitlement, .missing = std::move(missing)};
}

}  // namespace

std::string product_resource(std::string_view product) {
    return "licet:product/" + std::string{product};
}

ProductDecision decide_product(const model::State& state, AccountId account,
                               std::string_view product, Time now) {
    const StateFacts facts{state};
    return decide_product(facts, facts, account, product, now);
}

ProductDecision decide_product(const Facts& facts, const Directory& directory, AccountId account,
                               std::string_view product, Time now) {
    if (const auto standing = facts.standing(account); standing != Facts::AccountStanding::open) {
        return refuse(account_shortfall(standing, account));
    }
    if (!directory.lists_product(product)) {
        return refuse({Reason::product_unknown,
                       fmt::format("There is no product `{}`", product.substr(0, kIdShownMax)),
                       "give the id of a product that SearchListings of AWS Marketplace Discovery "
                       "shows"});
    }
    const Use use;  // of no region and no operation: the scope's window is what counts
    const auto entitlement = facts.entitlement(account, product, use, now);
    if (entitlement.level == EntitlementLevel::standby && facts.falls_back(account)) {
        return {.reason = Reason::own_subscription, .entitlement = entitlement};
    }
    if (entitlement.level != EntitlementLevel::active) {
        return refuse(entitlement_shortfall(entitlement, product, account,
                                            "accept an offer with CreateAgreementRequest and "
                                            "AcceptAgreementRequest"),
                      entitlement);
    }
    if (entitlement.miss != ScopeMiss::none) {
        return refuse(scope_shortfall(entitlement, use), entitlement);
    }
    return {.reason = Reason::granted, .entitlement = entitlement};
}

}  // namespace licet::decision
