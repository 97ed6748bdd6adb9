// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/describe/bounded.h"
#include "base/time.h"
#include "model/marketplace/agreement.h"

#include <boost/describe.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// The terms of an agreement as GetAgreementTerms returns them, and the choices that
/// CreateAgreementRequest takes. Members are spelled as on the wire.
/// Source: the service model marketplace-agreement 2020-03-01, AcceptedTerm, RequestedTerm.
namespace licet::api::marketplace_agreement {

using BoundedText = Text<1, 4096>;

struct RateCardItem {
    std::string dimensionKey;
    std::string price;
};
BOOST_DESCRIBE_STRUCT(RateCardItem, (), (dimensionKey, price))

struct UsageBasedRateCard {
    std::vector<RateCardItem> rateCard;
};
BOOST_DESCRIBE_STRUCT(UsageBasedRateCard, (), (rateCard))

struct UsageBasedPricingTerm {
    static constexpr std::string_view kName = "usageBasedPricingTerm";
    std::string type = "UsageBasedPricingTerm";
    std::string id;
    std::string currencyCode;
    std::vector<UsageBasedRateCard> rateCards;
};
BOOST_DESCRIBE_STRUCT(UsageBasedPricingTerm, (), (type, id, currencyCode, rateCards))

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
    std::vector<RateCardItem> rateCard;
};
BOOST_DESCRIBE_STRUCT(ConfigurableUpfrontRateCard, (), (selector, constraints, rateCard))

struct Dimension {
    BoundedText dimensionKey;
    Integer<0, INT32_MAX> dimensionValue;
};
BOOST_DESCRIBE_STRUCT(Dimension, (), (dimensionKey, dimensionValue))

struct ConfigurableUpfrontConfiguration {
    BoundedText selectorValue;
    List<Dimension, 1, static_cast<std::int64_t>(model::kDimensionsMax)> dimensions;
};
BOOST_DESCRIBE_STRUCT(ConfigurableUpfrontConfiguration, (), (selectorValue, dimensions))

struct ConfigurableUpfrontPricingTerm {
    static constexpr std::string_view kName = "configurableUpfrontPricingTerm";
    std::string type = "ConfigurableUpfrontPricingTerm";
    std::string id;
    std::string currencyCode;
    std::vector<ConfigurableUpfrontRateCard> rateCards;
    std::optional<ConfigurableUpfrontConfiguration> configuration;
};
BOOST_DESCRIBE_STRUCT(ConfigurableUpfrontPricingTerm, (),
                      (type, id, currencyCode, rateCards, configuration))

struct GrantItem {
    std::string dimensionKey;
    std::optional<std::int64_t> maxQuantity;
};
BOOST_DESCRIBE_STRUCT(GrantItem, (), (dimensionKey, maxQuantity))

struct FixedUpfrontPricingTerm {
    static constexpr std::string_view kName = "fixedUpfrontPricingTerm";
    std::string type = "FixedUpfrontPricingTerm";
    std::string id;
    std::string currencyCode;
    std::optional<std::string> duration;
    std::string price;
    std::vector<GrantItem> grants;
};
BOOST_DESCRIBE_STRUCT(FixedUpfrontPricingTerm, (),
                      (type, id, currencyCode, duration, price, grants))

struct FreeTrialPricingTerm {
    static constexpr std::string_view kName = "freeTrialPricingTerm";
    std::string type = "FreeTrialPricingTerm";
    std::string id;
    std::optional<std::string> duration;
    std::vector<GrantItem> grants;
};
BOOST_DESCRIBE_STRUCT(FreeTrialPricingTerm, (), (type, id, duration, grants))

struct ByolPricingTerm {
    static constexpr std::string_view kName = "byolPricingTerm";
    std::string type = "ByolPricingTerm";
    std::string id;
};
BOOST_DESCRIBE_STRUCT(ByolPricingTerm, (), (type, id))

struct RecurringPaymentTerm {
    static constexpr std::string_view kName = "recurringPaymentTerm";
    std::string type = "RecurringPaymentTerm";
    std::string id;
    std::string currencyCode;
    std::string billingPeriod = "Monthly";
    std::string price;
};
BOOST_DESCRIBE_STRUCT(RecurringPaymentTerm, (), (type, id, currencyCode, billingPeriod, price))

struct ScheduleItem {
    Time chargeDate;
    std::string chargeAmount;
};
BOOST_DESCRIBE_STRUCT(ScheduleItem, (), (chargeDate, chargeAmount))

struct PaymentScheduleTerm {
    static constexpr std::string_view kName = "paymentScheduleTerm";
    std::string type = "PaymentScheduleTerm";
    std::string id;
    std::string currencyCode;
    std::vector<ScheduleItem> schedule;
};
BOOST_DESCRIBE_STRUCT(PaymentScheduleTerm, (), (type, id, currencyCode, schedule))

bool is_iso_duration(std::string_view text);  ///< `P10D`, `PT1H30M`

struct VariablePaymentConfiguration {
    model::PaymentApproval paymentRequestApprovalStrategy =
        model::PaymentApproval::WAIT_FOR_APPROVAL;
    std::optional<Text<2, 64, is_iso_duration>> expirationDuration;
};
BOOST_DESCRIBE_STRUCT(VariablePaymentConfiguration, (),
                      (paymentRequestApprovalStrategy, expirationDuration))

struct VariablePaymentTerm {
    static constexpr std::string_view kName = "variablePaymentTerm";
    std::string type = "VariablePaymentTerm";
    std::string id;
    std::string currencyCode;
    std::string maxTotalChargeAmount;
    std::optional<VariablePaymentConfiguration> configuration;
};
BOOST_DESCRIBE_STRUCT(VariablePaymentTerm, (),
                      (type, id, currencyCode, maxTotalChargeAmount, configuration))

struct DocumentItem {
    std::string type;
    std::string url;
    std::optional<std::string> version;
};
BOOST_DESCRIBE_STRUCT(DocumentItem, (), (type, url, version))

struct LegalTerm {
    static constexpr std::string_view kName = "legalTerm";
    std::string type = "LegalTerm";
    std::string id;
    std::vector<DocumentItem> documents;
};
BOOST_DESCRIBE_STRUCT(LegalTerm, (), (type, id, documents))

struct SupportTerm {
    static constexpr std::string_view kName = "supportTerm";
    std::string type = "SupportTerm";
    std::string id;
    std::string refundPolicy;
};
BOOST_DESCRIBE_STRUCT(SupportTerm, (), (type, id, refundPolicy))

struct ValidityTerm {
    static constexpr std::string_view kName = "validityTerm";
    std::string type = "ValidityTerm";
    std::string id;
    std::optional<std::string> agreementDuration;
    std::optional<Time> agreementStartDate;
    std::optional<Time> agreementEndDate;
};
BOOST_DESCRIBE_STRUCT(ValidityTerm, (),
                      (type, id, agreementDuration, agreementStartDate, agreementEndDate))

struct RenewalConfiguration {
    bool enableAutoRenew = false;
};
BOOST_DESCRIBE_STRUCT(RenewalConfiguration, (), (enableAutoRenew))

struct RenewalTerm {
    static constexpr std::string_view kName = "renewalTerm";
    std::string type = "RenewalTerm";
    std::string id;
    std::optional<RenewalConfiguration> configuration;
};
BOOST_DESCRIBE_STRUCT(RenewalTerm, (), (type, id, configuration))

using AcceptedTerm =
    std::variant<UsageBasedPricingTerm, ConfigurableUpfrontPricingTerm, FixedUpfrontPricingTerm,
                 FreeTrialPricingTerm, ByolPricingTerm, RecurringPaymentTerm, PaymentScheduleTerm,
                 VariablePaymentTerm, LegalTerm, SupportTerm, ValidityTerm, RenewalTerm>;

/// @param currency of the agreement.
AcceptedTerm show_term(const model::AcceptedTerm& accepted, const std::string& currency);

/// The choice for one term; exactly one member is given.
struct RequestedConfiguration {
    std::optional<ConfigurableUpfrontConfiguration> configurableUpfrontPricingTermConfiguration;
    std::optional<RenewalConfiguration> renewalTermConfiguration;
    std::optional<VariablePaymentConfiguration> variablePaymentTermConfiguration;
};
BOOST_DESCRIBE_STRUCT(RequestedConfiguration, (),
                      (configurableUpfrontPricingTermConfiguration, renewalTermConfiguration,
                       variablePaymentTermConfiguration))

/// @return ValidationException INVALID_REQUESTED_TERM_CONFIGURATION when there is not exactly one.
Result<model::TermChoice> read_choice(const std::optional<RequestedConfiguration>& configuration);

}  // namespace licet::api::marketplace_agreement
