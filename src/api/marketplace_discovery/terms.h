// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/time.h"
#include "model/marketplace/offer.h"

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// The terms of an offer as GetOfferTerms returns them. Members are spelled as on the wire.
/// Source: rule MP-21; the service model marketplace-discovery, OfferTerm.
namespace licet::api::marketplace_discovery {

struct RateCardEntry {
    std::string dimensionKey;
    std::string displayName;
    std::optional<std::string> description;
    std::string unit;
    std::string price;
};
BOOST_DESCRIBE_STRUCT(RateCardEntry, (), (dimensionKey, displayName, description, unit, price))

struct GrantItem {
    std::string dimensionKey;
    std::string displayName;
    std::optional<std::string> description;
    std::string unit;
    std::optional<std::int64_t> maxQuantity;
};
BOOST_DESCRIBE_STRUCT(GrantItem, (), (dimensionKey, displayName, description, unit, maxQuantity))

/// A term that has nothing but its id.
struct ByolPricingTerm {
    static constexpr std::string_view kName = "byolPricingTerm";
    std::string id;
    std::string type = "ByolPricingTerm";
};
BOOST_DESCRIBE_STRUCT(ByolPricingTerm, (), (id, type))

struct Selector {
    std::string type = "Duration";
    std::string value;
};
BOOST_DESCRIBE_STRUCT(Selector, (), (type, value))

struct Constraints {
    std::string multipleDimensionSelection;
    std::string quantityConfiguration;
};
BOOST_DESCRIBE_STRUCT(Constraints, (), (multipleDimensionSelection, quantityConfiguration))

struct ConfigurableUpfrontRateCard {
    Selector selector;
    Constraints constraints;
    std::vector<RateCardEntry> rateCard;
};
BOOST_DESCRIBE_STRUCT(ConfigurableUpfrontRateCard, (), (selector, constraints, rateCard))

struct ConfigurableUpfrontPricingTerm {
    static constexpr std::string_view kName = "configurableUpfrontPricingTerm";
    std::string id;
    std::string type = "ConfigurableUpfrontPricingTerm";
    std::string currencyCode;
    std::vector<ConfigurableUpfrontRateCard> rateCards;
};
BOOST_DESCRIBE_STRUCT(ConfigurableUpfrontPricingTerm, (), (id, type, currencyCode, rateCards))

struct FixedUpfrontPricingTerm {
    static constexpr std::string_view kName = "fixedUpfrontPricingTerm";
    std::string id;
    std::string type = "FixedUpfrontPricingTerm";
    std::string currencyCode;
    std::optional<std::string> duration;
    std::string price;
    std::vector<GrantItem> grants;
};
BOOST_DESCRIBE_STRUCT(FixedUpfrontPricingTerm, (),
                      (id, type, currencyCode, duration, price, grants))

struct FreeTrialPricingTerm {
    static constexpr std::string_view kName = "freeTrialPricingTerm";
    std::string id;
    std::string type = "FreeTrialPricingTerm";
    std::optional<std::string> duration;
    std::vector<GrantItem> grants;
};
BOOST_DESCRIBE_STRUCT(FreeTrialPricingTerm, (), (id, type, duration, grants))

struct DocumentItem {
    std::string type;
    std::string url;
    std::optional<std::string> version;
};
BOOST_DESCRIBE_STRUCT(DocumentItem, (), (type, url, version))

struct LegalTerm {
    static constexpr std::string_view kName = "legalTerm";
    std::string id;
    std::string type = "LegalTerm";
    std::vector<DocumentItem> documents;
};
BOOST_DESCRIBE_STRUCT(LegalTerm, (), (id, type, documents))

struct ScheduleItem {
    Time chargeDate;
    std::string chargeAmount;
};
BOOST_DESCRIBE_STRUCT(ScheduleItem, (), (chargeDate, chargeAmount))

struct PaymentScheduleTerm {
    static constexpr std::string_view kName = "paymentScheduleTerm";
    std::string id;
    std::string type = "PaymentScheduleTerm";
    std::string currencyCode;
    std::vector<ScheduleItem> schedule;
};
BOOST_DESCRIBE_STRUCT(PaymentScheduleTerm, (), (id, type, currencyCode, schedule))

struct RecurringPaymentTerm {
    static constexpr std::string_view kName = "recurringPaymentTerm";
    std::string id;
    std::string type = "RecurringPaymentTerm";
    std::string currencyCode;
    std::string billingPeriod = "Monthly";
    std::string price;
};
BOOST_DESCRIBE_STRUCT(RecurringPaymentTerm, (), (id, type, currencyCode, billingPeriod, price))

struct RenewalTerm {
    static constexpr std::string_view kName = "renewalTerm";
    std::string id;
    std::string type = "RenewalTerm";
};
BOOST_DESCRIBE_STRUCT(RenewalTerm, (), (id, type))

struct SupportTerm {
    static constexpr std::string_view kName = "supportTerm";
    std::string id;
    std::string type = "SupportTerm";
    std::string refundPolicy;
};
BOOST_DESCRIBE_STRUCT(SupportTerm, (), (id, type, refundPolicy))

struct UsageBasedRateCard {
    std::vector<RateCardEntry> rateCard;
};
BOOST_DESCRIBE_STRUCT(UsageBasedRateCard, (), (rateCard))

struct UsageBasedPricingTerm {
    static constexpr std::string_view kName = "usageBasedPricingTerm";
    std::string id;
    std::string type = "UsageBasedPricingTerm";
    std::string currencyCode;
    std::vector<UsageBasedRateCard> rateCards;
};
BOOST_DESCRIBE_STRUCT(UsageBasedPricingTerm, (), (id, type, currencyCode, rateCards))

struct ValidityTerm {
    static constexpr std::string_view kName = "validityTerm";
    std::string id;
    std::string type = "ValidityTerm";
    std::optional<std::string> agreementDuration;
    std::optional<Time> agreementEndDate;
    std::optional<Time> agreementStartDate;
};
BOOST_DESCRIBE_STRUCT(ValidityTerm, (),
                      (id, type, agreementDuration, agreementEndDate, agreementStartDate))

struct VariablePaymentTerm {
    static constexpr std::string_view kName = "variablePaymentTerm";
    std::string id;
    std::string type = "VariablePaymentTerm";
    std::string currencyCode;
    std::string maxTotalChargeAmount;
};
BOOST_DESCRIBE_STRUCT(VariablePaymentTerm, (), (id, type, currencyCode, maxTotalChargeAmount))

/// Exactly one kind of term.
using OfferTerm = std::variant<ByolPricingTerm, ConfigurableUpfrontPricingTerm,
                               FixedUpfrontPricingTerm, FreeTrialPricingTerm, LegalTerm,
                               PaymentScheduleTerm, RecurringPaymentTerm, RenewalTerm, SupportTerm,
                               UsageBasedPricingTerm, ValidityTerm, VariablePaymentTerm>;

OfferTerm show_term(const model::Term& term, const std::string& currency);

}  // namespace licet::api::marketplace_discovery
