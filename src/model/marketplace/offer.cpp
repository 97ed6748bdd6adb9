// SPDX-License-Identifier: Apache-2.0
#include "model/marketplace/offer.h"

#include <algorithm>

namespace licet::model {
namespace {

constexpr std::string_view kOfferPrefix = "offer-";
constexpr std::string_view kProposalPrefix = "at-";

template <typename Kind>
bool has(const Offer& offer) {
    return std::any_of(offer.terms.begin(), offer.terms.end(),
                       [](const Term& term) { return std::holds_alternative<Kind>(term.details); });
}

}  // namespace

PricingModel pricing_model(const Offer& offer) {
    if (has<ConfigurableUpfrontPricingTerm>(offer) || has<FixedUpfrontPricingTerm>(offer) ||
        has<PaymentScheduleTerm>(offer) || has<RecurringPaymentTerm>(offer) ||
        has<VariablePaymentTerm>(offer)) {
        return PricingModel::CONTRACT;
    }
    if (has<UsageBasedPricingTerm>(offer)) {
        return PricingModel::USAGE;
    }
    return has<ByolPricingTerm>(offer) ? PricingModel::BYOL : PricingModel::FREE;
}

std::string proposal_id(const Offer& offer) {
    return std::string{kProposalPrefix} + offer.offer_id.substr(kOfferPrefix.size());
}

std::optional<std::string> offer_id_of(std::string_view proposal) {
    if (!proposal.starts_with(kProposalPrefix)) {
        return std::nullopt;
    }
    proposal.remove_prefix(kProposalPrefix.size());
    return std::string{kOfferPrefix} + std::string{proposal};
}

}  // namespace licet::model
