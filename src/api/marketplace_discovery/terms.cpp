// SPDX-License-Identifier: Apache-2.0
#include "api/marketplace_discovery/terms.h"

#include "base/describe/describe.h"

namespace licet::api::marketplace_discovery {
namespace {

std::optional<std::string> unless_empty(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional{text};
}

/// A dimension has no name of its own: its description is what people read.
std::string name_of(const std::string& description, const std::string& dimension) {
    return description.empty() ? dimension : description;
}

std::vector<RateCardEntry> show(const std::vector<model::RateCardItem>& card) {
    std::vector<RateCardEntry> shown;
    for (const auto& item : card) {
        shown.push_back({item.dimension, name_of(item.description, item.dimension),
                         unless_empty(item.description), item.unit, item.price});
    }
    return shown;
}

std::vector<GrantItem> show(const std::vector<model::IncludedDimension>& grants) {
    std::vector<GrantItem> shown;
    for (const auto& item : grants) {
        shown.push_back({item.dimension, name_of(item.description, item.dimension),
                         unless_empty(item.description), item.unit, item.max_quantity});
    }
    return shown;
}

std::string allowed(bool yes) {
    return yes ? "Allowed" : "Disallowed";
}

std::string name_of(model::LegalDocumentType value) {
    const auto& type = describe::type_of<model::LegalDocumentType>();
    return std::string{type.names[static_cast<std::size_t>(type.get_integer(&value))]};
}

struct ShowTerm {
    const std::string& id;
    const std::string& currency;

    OfferTerm operator()(const model::UsageBasedPricingTerm& term) const {
        return UsageBasedPricingTerm{
            .id = id, .currencyCode = currency, .rateCards = {{show(term.rate_card)}}};
    }
    OfferTerm operator()(const model::ConfigurableUpfrontPricingTerm& term) const {
        ConfigurableUpfrontPricingTerm shown{.id = id, .currencyCode = currency, .rateCards = {}};
        for (const auto& card : term.rate_cards) {
            shown.rateCards.push_back(
                {.selector = {.value = card.duration},
                 .constraints = {allowed(card.multiple_dimensions), allowed(card.quantities)},
                 .rateCard = show(card.rate_card)});
        }
        return shown;
    }
    OfferTerm operator()(const model::FixedUpfrontPricingTerm& term) const {
        return FixedUpfrontPricingTerm{.id = id,
                                       .currencyCode = currency,
                                       .duration = term.duration,
                                       .price = term.price,
                                       .grants = show(term.grants)};
    }
    OfferTerm operator()(const model::FreeTrialPricingTerm& term) const {
        return FreeTrialPricingTerm{
            .id = id, .duration = term.duration, .grants = show(term.grants)};
    }
    OfferTerm operator()(const model::ByolPricingTerm&) const { return ByolPricingTerm{.id = id}; }
    OfferTerm operator()(const model::RecurringPaymentTerm& term) const {
        return RecurringPaymentTerm{.id = id, .currencyCode = currency, .price = term.price};
    }
    OfferTerm operator()(const model::PaymentScheduleTerm& term) const {
        PaymentScheduleTerm shown{.id = id, .currencyCode = currency, .schedule = {}};
        for (const auto& installment : term.schedule) {
            shown.schedule.push_back({installment.due, installment.amount});
        }
        return shown;
    }
    OfferTerm operator()(const model::VariablePaymentTerm& term) const {
        return VariablePaymentTerm{
            .id = id, .currencyCode = currency, .maxTotalChargeAmount = term.max_total};
    }
    OfferTerm operator()(const model::LegalTerm& term) const {
        LegalTerm shown{.id = id, .documents = {}};
        for (const auto& document : term.documents) {
            shown.documents.push_back({name_of(document.type), document.url, document.version});
        }
        return shown;
    }
    OfferTerm operator()(const model::SupportTerm& term) const {
        return SupportTerm{.id = id, .refundPolicy = term.refund_policy};
    }
    OfferTerm operator()(const model::ValidityTerm& term) const {
        return ValidityTerm{.id = id,
                            .agreementDuration = term.duration,
                            .agreementEndDate = term.end,
                            .agreementStartDate = term.start};
    }
    OfferTerm operator()(const model::RenewalTerm&) const { return RenewalTerm{.id = id}; }
};

}  // namespace

OfferTerm show_term(const model::Term& term, const std::string& currency) {
    return std::visit(ShowTerm{term.id, currency}, term.details);
}

}  // namespace licet::api::marketplace_discovery
