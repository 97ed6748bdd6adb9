// SPDX-License-Identifier: Apache-2.0
#include "api/marketplace_agreement/terms.h"

#include "model/marketplace/errors.h"

#include <boost/describe/enum_to_string.hpp>

#include <algorithm>

namespace licet::api::marketplace_agreement {
namespace {

std::vector<RateCardItem> show(const std::vector<model::RateCardItem>& card) {
    std::vector<RateCardItem> shown;
    for (const auto& item : card) {
        shown.push_back({item.dimension, item.price});
    }
    return shown;
}

std::vector<GrantItem> show(const std::vector<model::IncludedDimension>& grants) {
    std::vector<GrantItem> shown;
    for (const auto& item : grants) {
        shown.push_back({item.dimension, item.max_quantity});
    }
    return shown;
}

std::string allowed(bool yes) {
    return yes ? "Allowed" : "Disallowed";
}

ConfigurableUpfrontConfiguration show(const model::UpfrontChoice& choice) {
    ConfigurableUpfrontConfiguration shown{.selectorValue = choice.duration, .dimensions = {}};
    for (const auto& [dimension, quantity] : choice.dimensions) {
        shown.dimensions.push_back({dimension, {quantity}});
    }
    return shown;
}

VariablePaymentConfiguration show(const model::PaymentChoice& choice) {
    VariablePaymentConfiguration shown{.paymentRequestApprovalStrategy = choice.approval,
                                       .expirationDuration = {}};
    if (choice.expiration) {
        shown.expirationDuration = *choice.expiration;
    }
    return shown;
}

struct ShowTerm {
    const std::string& id;
    const std::string& currency;
    const model::TermChoice& choice;

    AcceptedTerm operator()(const model::UsageBasedPricingTerm& term) const {
        return UsageBasedPricingTerm{
            .id = id, .currencyCode = currency, .rateCards = {{show(term.rate_card)}}};
    }
    AcceptedTerm operator()(const model::ConfigurableUpfrontPricingTerm& term) const {
        ConfigurableUpfrontPricingTerm shown{
            .id = id, .currencyCode = currency, .rateCards = {}, .configuration = {}};
        for (const auto& card : term.rate_cards) {
            shown.rateCards.push_back(
                {.selector = {.value = card.duration},
                 .constraints = {allowed(card.multiple_dimensions), allowed(card.quantities)},
                 .rateCard = show(card.rate_card)});
        }
        if (choice.upfront) {
            shown.configuration = show(*choice.upfront);
        }
        return shown;
    }
    AcceptedTerm operator()(const model::FixedUpfrontPricingTerm& term) const {
        return FixedUpfrontPricingTerm{.id = id,
                                       .currencyCode = currency,
                                       .duration = term.duration,
                                       .price = term.price,
                                       .grants = show(term.grants)};
    }
    AcceptedTerm operator()(const model::FreeTrialPricingTerm& term) const {
        return FreeTrialPricingTerm{
            .id = id, .duration = term.duration, .grants = show(term.grants)};
    }
    AcceptedTerm operator()(const model::ByolPricingTerm&) const {
        return ByolPricingTerm{.id = id};
    }
    AcceptedTerm operator()(const model::RecurringPaymentTerm& term) const {
        return RecurringPaymentTerm{.id = id, .currencyCode = currency, .price = term.price};
    }
    AcceptedTerm operator()(const model::PaymentScheduleTerm& term) const {
        PaymentScheduleTerm shown{.id = id, .currencyCode = currency, .schedule = {}};
        for (const auto& installment : term.schedule) {
            shown.schedule.push_back({installment.due, installment.amount});
        }
        return shown;
    }
    AcceptedTerm operator()(const model::VariablePaymentTerm& term) const {
        VariablePaymentTerm shown{.id = id,
                                  .currencyCode = currency,
                                  .maxTotalChargeAmount = term.max_total,
                                  .configuration = {}};
        if (choice.payment) {
            shown.configuration = show(*choice.payment);
        }
        return shown;
    }
    AcceptedTerm operator()(const model::LegalTerm& term) const {
        LegalTerm shown{.id = id, .documents = {}};
        for (const auto& document : term.documents) {
            shown.documents.push_back({boost::describe::enum_to_string(document.type, ""),
                                       document.url, document.version});
        }
        return shown;
    }
    AcceptedTerm operator()(const model::SupportTerm& term) const {
        return SupportTerm{.id = id, .refundPolicy = term.refund_policy};
    }
    AcceptedTerm operator()(const model::ValidityTerm& term) const {
        return ValidityTerm{.id = id,
                            .agreementDuration = term.duration,
                            .agreementStartDate = term.start,
                            .agreementEndDate = term.end};
    }
    AcceptedTerm operator()(const model::RenewalTerm&) const {
        RenewalTerm shown{.id = id, .configuration = {}};
        if (choice.auto_renew) {
            shown.configuration = RenewalConfiguration{*choice.auto_renew};
        }
        return shown;
    }
};

}  // namespace

bool is_iso_duration(std::string_view text) {
    constexpr std::string_view kLetters = "PDTHMS0123456789.,+-";
    return text.starts_with('P') && text.size() > 2 &&
           std::all_of(text.begin(), text.end(),
                       [&](char c) { return kLetters.find(c) != std::string_view::npos; });
}

AcceptedTerm show_term(const model::AcceptedTerm& accepted, const std::string& currency) {
    return std::visit(ShowTerm{accepted.term.id, currency, accepted.choice}, accepted.term.details);
}

Result<model::TermChoice> read_choice(const std::optional<RequestedConfiguration>& configuration) {
    model::TermChoice choice;
    if (!configuration) {
        return choice;
    }
    const auto& upfront = configuration->configurableUpfrontPricingTermConfiguration;
    const auto& renewal = configuration->renewalTermConfiguration;
    const auto& payment = configuration->variablePaymentTermConfiguration;
    if (int{upfront.has_value()} + int{renewal.has_value()} + int{payment.has_value()} != 1) {
        return model::not_valid("INVALID_REQUESTED_TERM_CONFIGURATION",
                                "a configuration has exactly one member");
    }
    if (upfront) {
        choice.upfront.emplace();
        choice.upfront->duration = upfront->selectorValue;
        for (const auto& [dimension, quantity] : upfront->dimensions) {
            choice.upfront->dimensions.push_back({dimension, quantity.value});
        }
    }
    if (renewal) {
        choice.auto_renew = renewal->enableAutoRenew;
    }
    if (payment) {
        choice.payment.emplace();
        choice.payment->approval = payment->paymentRequestApprovalStrategy;
        choice.payment->expiration = payment->expirationDuration;
    }
    return choice;
}

}  // namespace licet::api::marketplace_agreement
