// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/describe/describe.h"
#include "base/ids.h"
#include "base/yaml/yaml_reader.h"
#include "model/bedrock/catalogue.h"
#include "model/marketplace/offer.h"

/// Reads the values of catalogue and offer files. Each reader fills a default-made value, or fails
/// with the file, the line and what is wrong there; members are named as in the model's structs.
namespace licet::cli {

Result<void> read(const yaml::Value& value, std::string& out);
Result<void> read(const yaml::Value& value, bool& out);
/// From 0 on.
Result<void> read(const yaml::Value& value, std::int64_t& out);
Result<void> read(const yaml::Value& value, Time& out);
Result<void> read(const yaml::Value& value, AccountId& out);

// catalog_values.cpp
Result<void> read(const yaml::Value& value, model::Product& out);
Result<void> read(const yaml::Value& value, model::PublicOffer& out);
Result<void> read(const yaml::Value& value, model::RateCardItem& out);
Result<void> read(const yaml::Value& value, model::Listing& out);
Result<void> read(const yaml::Value& value, model::ListingCategory& out);
Result<void> read(const yaml::Value& value, model::ListingResource& out);
Result<void> read(const yaml::Value& value, model::ListingReviews& out);
Result<void> read(const yaml::Value& value, model::FulfillmentOption& out);
Result<void> read(const yaml::Value& value, model::DataArtifact& out);
Result<void> read(const yaml::Value& value, model::FoundationModel& out);
Result<void> read(const yaml::Value& value, model::ModelLifecycle& out);
Result<void> read(const yaml::Value& value, model::InferenceProfile& out);
Result<void> read(const yaml::Value& value, model::ProfileRoute& out);

// offer_values.cpp
Result<void> read(const yaml::Value& value, model::Offer& out);
Result<void> read(const yaml::Value& value, model::OfferSet& out);
Result<void> read(const yaml::Value& value, model::Term& out);
Result<void> read(const yaml::Value& value, model::UsageBasedPricingTerm& out);
Result<void> read(const yaml::Value& value, model::ConfigurableUpfrontPricingTerm& out);
Result<void> read(const yaml::Value& value, model::UpfrontRateCard& out);
Result<void> read(const yaml::Value& value, model::FixedUpfrontPricingTerm& out);
Result<void> read(const yaml::Value& value, model::FreeTrialPricingTerm& out);
Result<void> read(const yaml::Value& value, model::IncludedDimension& out);
Result<void> read(const yaml::Value& value, model::ByolPricingTerm& out);
Result<void> read(const yaml::Value& value, model::RecurringPaymentTerm& out);
Result<void> read(const yaml::Value& value, model::PaymentScheduleTerm& out);
Result<void> read(const yaml::Value& value, model::Installment& out);
Result<void> read(const yaml::Value& value, model::VariablePaymentTerm& out);
Result<void> read(const yaml::Value& value, model::LegalTerm& out);
Result<void> read(const yaml::Value& value, model::LegalDocument& out);
Result<void> read(const yaml::Value& value, model::SupportTerm& out);
Result<void> read(const yaml::Value& value, model::ValidityTerm& out);
Result<void> read(const yaml::Value& value, model::RenewalTerm& out);

template <typename T>
requires std::is_enum_v<T> Result<void> read(const yaml::Value& value, T& out) {
    const auto& type = describe::type_of<T>();
    LICET_TRY(const auto index, value.choice(type.names));
    LICET_CHECK(type.set_integer(&out, static_cast<std::int64_t>(index)));
    return {};
}

template <typename T>
Result<void> read(const yaml::Value& value, std::vector<T>& out) {
    LICET_TRY(const auto items, value.list());
    out.reserve(items.size());
    for (const auto& item : items) {
        LICET_TRY_VOID(read(item, out.emplace_back()));
    }
    return {};
}

template <typename T>
Result<void> required(yaml::Map& map, std::string_view key, T& out) {
    LICET_TRY(const auto value, map.required(key));
    return read(value, out);
}

template <typename T>
Result<void> optional(yaml::Map& map, std::string_view key, T& out) {
    const auto value = map.optional(key);
    return value ? read(*value, out) : Result<void>{};
}

template <typename T>
Result<void> optional(yaml::Map& map, std::string_view key, std::optional<T>& out) {
    const auto value = map.optional(key);
    return value ? read(*value, out.emplace()) : Result<void>{};
}

/// Reads a list of a map and keeps each element, for errors about it.
template <typename T>
Result<void> elements(yaml::Map& map, std::string_view key, std::vector<T>& out,
                      std::vector<yaml::Value>& values) {
    LICET_TRY(const auto list, map.required(key));
    LICET_TRY(values, list.list());
    return read(list, out);
}

}  // namespace licet::cli
