// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/bedrock/catalogue.h"

#include <boost/describe.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

/// What an offer proposes and an agreement contains, term by term. Plain values; offers, agreements
/// and events carry them as they are. Amounts and prices are decimal texts in the currency of the
/// offer (`1250.50`); durations are ISO 8601 in whole years, months, weeks and days (`P1Y`).
/// Source: rule MP-21; the terms of the service models marketplace-agreement and
/// marketplace-discovery.
namespace licet::model {

/// A dimension that a term includes. No quantity: as much as one likes.
struct IncludedDimension {
    std::string dimension;
    std::string description;
    std::string unit;
    std::optional<std::int64_t> max_quantity = {};
};
BOOST_DESCRIBE_STRUCT(IncludedDimension, (), (dimension, description, unit, max_quantity))

/// Pay as you go.
struct UsageBasedPricingTerm {
    static constexpr std::string_view kName = "usageBasedPricingTerm";
    std::vector<RateCardItem> rate_card;
};
BOOST_DESCRIBE_STRUCT(UsageBasedPricingTerm, (), (rate_card))

/// The prices of a contract of that duration.
struct UpfrontRateCard {
    std::string duration;
    bool multiple_dimensions = true;  ///< buyers may choose more than one
    bool quantities = true;           ///< buyers may choose how much of each
    std::vector<RateCardItem> rate_card;
};
BOOST_DESCRIBE_STRUCT(UpfrontRateCard, (), (duration, multiple_dimensions, quantities, rate_card))

/// A contract paid in advance: the buyer chooses duration, dimensions and quantities.
struct ConfigurableUpfrontPricingTerm {
    static constexpr std::string_view kName = "configurableUpfrontPricingTerm";
    std::vector<UpfrontRateCard> rate_cards;  ///< each of another duration
};
BOOST_DESCRIBE_STRUCT(ConfigurableUpfrontPricingTerm, (), (rate_cards))

/// A contract paid in advance, with nothing to choose.
struct FixedUpfrontPricingTerm {
    static constexpr std::string_view kName = "fixedUpfrontPricingTerm";
    std::string price;
    std::optional<std::string> duration = {};
    std::vector<IncludedDimension> grants;
};
BOOST_DESCRIBE_STRUCT(FixedUpfrontPricingTerm, (), (price, duration, grants))

struct FreeTrialPricingTerm {
    static constexpr std::string_view kName = "freeTrialPricingTerm";
    std::optional<std::string> duration = {};
    std::vector<IncludedDimension> grants;
};
BOOST_DESCRIBE_STRUCT(FreeTrialPricingTerm, (), (duration, grants))

/// The buyer brings a license bought elsewhere.
struct ByolPricingTerm {
    static constexpr std::string_view kName = "byolPricingTerm";
};
BOOST_DESCRIBE_STRUCT(ByolPricingTerm, (), ())

/// A fixed price at the end of each month.
struct RecurringPaymentTerm {
    static constexpr std::string_view kName = "recurringPaymentTerm";
    std::string price;
};
BOOST_DESCRIBE_STRUCT(RecurringPaymentTerm, (), (price))

struct Installment {
    Time due;
    std::string amount;
};
BOOST_DESCRIBE_STRUCT(Installment, (), (due, amount))

/// Fixed amounts at fixed dates, instead of the price in advance.
struct PaymentScheduleTerm {
    static constexpr std::string_view kName = "paymentScheduleTerm";
    std::vector<Installment> schedule;
};
BOOST_DESCRIBE_STRUCT(PaymentScheduleTerm, (), (schedule))

/// What the seller asks for by and by, up to a sum.
struct VariablePaymentTerm {
    static constexpr std::string_view kName = "variablePaymentTerm";
    std::string max_total;
};
BOOST_DESCRIBE_STRUCT(VariablePaymentTerm, (), (max_total))

/// Source: the service model's LegalDocumentType.
enum class LegalDocumentType { CustomEula, CustomDsa, EnterpriseEula, StandardEula, StandardDsa };
BOOST_DESCRIBE_ENUM(LegalDocumentType, CustomEula, CustomDsa, EnterpriseEula, StandardEula,
                    StandardDsa)

struct LegalDocument {
    LegalDocumentType type = LegalDocumentType::CustomEula;
    std::string url;                          ///< https
    std::optional<std::string> version = {};  ///< of a standard document
};
BOOST_DESCRIBE_STRUCT(LegalDocument, (), (type, url, version))

struct LegalTerm {
    static constexpr std::string_view kName = "legalTerm";
    std::vector<LegalDocument> documents;
};
BOOST_DESCRIBE_STRUCT(LegalTerm, (), (documents))

struct SupportTerm {
    static constexpr std::string_view kName = "supportTerm";
    std::string refund_policy;
};
BOOST_DESCRIBE_STRUCT(SupportTerm, (), (refund_policy))

/// How long an agreement lasts: a duration from its start, or to the end of a day. None of them:
/// as the pricing terms say, else without end.
struct ValidityTerm {
    static constexpr std::string_view kName = "validityTerm";
    std::optional<std::string> duration = {};
    std::optional<Time> start = {};  ///< from 00:00 UTC of that day; none: from acceptance
    std::optional<Time> end = {};    ///< to 23:59:59.999 UTC of that day
};
BOOST_DESCRIBE_STRUCT(ValidityTerm, (), (duration, start, end))

/// The agreement may renew itself when it ends.
struct RenewalTerm {
    static constexpr std::string_view kName = "renewalTerm";
};
BOOST_DESCRIBE_STRUCT(RenewalTerm, (), ())

using TermDetails =
    std::variant<UsageBasedPricingTerm, ConfigurableUpfrontPricingTerm, FixedUpfrontPricingTerm,
                 FreeTrialPricingTerm, ByolPricingTerm, RecurringPaymentTerm, PaymentScheduleTerm,
                 VariablePaymentTerm, LegalTerm, SupportTerm, ValidityTerm, RenewalTerm>;

struct Term {
    std::string id;  ///< unique in its offer: `term-…`
    TermDetails details;
};
BOOST_DESCRIBE_STRUCT(Term, (), (id, details))

struct DimensionQuantity {
    std::string dimension;
    std::int64_t quantity = 0;
};
BOOST_DESCRIBE_STRUCT(DimensionQuantity, (), (dimension, quantity))

/// What a buyer chose of a ConfigurableUpfrontPricingTerm.
struct UpfrontChoice {
    std::string duration;
    std::vector<DimensionQuantity> dimensions;
};
BOOST_DESCRIBE_STRUCT(UpfrontChoice, (), (duration, dimensions))

enum class PaymentApproval { AUTO_APPROVE_ON_EXPIRATION, WAIT_FOR_APPROVAL };
BOOST_DESCRIBE_ENUM(PaymentApproval, AUTO_APPROVE_ON_EXPIRATION, WAIT_FOR_APPROVAL)

/// What a buyer chose of a VariablePaymentTerm.
struct PaymentChoice {
    PaymentApproval approval = PaymentApproval::WAIT_FOR_APPROVAL;
    std::optional<std::string> expiration = {};
};
BOOST_DESCRIBE_STRUCT(PaymentChoice, (), (approval, expiration))

/// The buyer's choice for one term; at most one member is there.
struct TermChoice {
    std::optional<UpfrontChoice> upfront = {};
    std::optional<bool> auto_renew = {};
    std::optional<PaymentChoice> payment = {};
};
BOOST_DESCRIBE_STRUCT(TermChoice, (), (upfront, auto_renew, payment))

struct AcceptedTerm {
    Term term;
    TermChoice choice;
};
BOOST_DESCRIBE_STRUCT(AcceptedTerm, (), (term, choice))

}  // namespace licet::model
