// SPDX-License-Identifier: Apache-2.0
#include "cli/yaml_values.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace licet::cli {
namespace {

using yaml::Map;
using yaml::Value;

/// Reads the term's details if the map has a member named after that kind of term.
/// @return whether it has.
template <typename T>
Result<bool> read_if(Map& map, model::TermDetails& out) {
    const auto value = map.optional(T::kName);
    if (!value) {
        return false;
    }
    LICET_TRY_VOID(read(*value, out.emplace<T>()));
    return true;
}

template <typename... Ts>
Result<std::size_t> read_details(Map& map, std::variant<Ts...>& out) {
    std::size_t found = 0;
    Result<void> failure;
    const auto read_one = [&](Result<bool> one) {
        if (!one.ok()) {
            failure = std::move(one).error();
            return false;
        }
        found += *one ? 1 : 0;
        return true;
    };
    (read_one(read_if<Ts>(map, out)) && ...);
    LICET_TRY_VOID(std::move(failure));
    return found;
}

/// Whether the value, which is a time, is written as a date alone.
Result<bool> is_date(const Value& value) {
    LICET_TRY(const auto written, value.text());
    return written.find('T') == std::string::npos;
}

/// The last moment of what is written: a date alone means all of that day.
Result<void> read_until(Map& map, std::string_view key, std::optional<Time>& out) {
    const auto value = map.optional(key);
    if (!value) {
        return {};
    }
    LICET_TRY(out, value->time());
    LICET_TRY(const bool whole_day, is_date(*value));
    if (whole_day) {
        *out += std::chrono::days{1} - Milliseconds{1};
    }
    return {};
}

/// A date; a time of day would have no effect.
Result<void> read_day(Map& map, std::string_view key, std::optional<Time>& out) {
    const auto value = map.optional(key);
    if (!value) {
        return {};
    }
    LICET_TRY(out, value->time());
    LICET_TRY(const bool whole_day, is_date(*value));
    return whole_day ? Result<void>{}
                     : value->error(fmt::format("`{}` is a day: write YYYY-MM-DD", key));
}

Result<void> read_nothing(const Value& value) {
    LICET_TRY(const auto map, value.map());
    return map.finish();
}

}  // namespace

Result<void> read(const Value& value, model::IncludedDimension& out) {
    LICET_TRY(auto map, value.map());
    LICET_TRY_VOID(required(map, "dimension", out.dimension));
    LICET_TRY_VOID(required(map, "description", out.description));
    LICET_TRY_VOID(required(map, "unit", out.unit));
    LICET_TRY_VOID(optional(map, "max_quantity", out.max_quantity));
    return map.finish();
}

Result<void> read(const Value& value, model::UsageBasedPricingTerm& out) {
    LICET_TRY(auto map, value.map());
    LICET_TRY_VOID(required(map, "rate_card", out.rate_card));
    return map.finish();
}

Result<void> read(const Value& value, model::UpfrontRateCard& out) {
    LICET_TRY(auto map, value.map());
    LICET_TRY_VOID(required(map, "duration", out.duration));
    LICET_TRY_VOID(optional(map, "multiple_dimensions", out.multiple_dimensions));
    LICET_TRY_VOID(optional(map, "quantities", out.quantities));
    LICET_TRY_VOID(required(map, "rate_card", out.rate_card));
    return map.finish();
}

Result<void> read(const Value& value, model::ConfigurableUpfrontPricingTerm& out) {
    LICET_TRY(auto map, value.map());
    LICET_TRY_VOID(required(map, "rate_cards", out.rate_cards));
    return map.finish();
}

Result<void> read(const Value& value, model::FixedUpfrontPricingTerm& out) {
    LICET_TRY(auto map, value.map());
    LICET_TRY_VOID(required(map, "price", out.price));
    LICET_TRY_VOID(optional(map, "duration", out.duration));
    LICET_TRY_VOID(required(map, "grants", out.grants));
    return map.finish();
}

Result<void> read(const Value& value, model::FreeTrialPricingTerm& out) {
    LICET_TRY(auto map, value.map());
    LICET_TRY_VOID(optional(map, "duration", out.duration));
    LICET_TRY_VOID(required(map, "grants", out.grants));
    return map.finish();
}

Result<void> read(const Value& value, model::ByolPricingTerm&) {
    return read_nothing(value);
}

Result<void> read(const Value& value, model::RecurringPaymentTerm& out) {
    LICET_TRY(auto map, value.map());
    LICET_TRY_VOID(required(map, "price", out.price));
    return map.finish();
}

Result<void> read(const Value& value, model::Installment& out) {
    LICET_TRY(auto map, value.map());
    LICET_TRY_VOID(required(map, "due", out.due));
    LICET_TRY_VOID(required(map, "amount", out.amount));
    return map.finish();
}

Result<void> read(const Value& value, model::PaymentScheduleTerm& out) {
    LICET_TRY(auto map, value.map());
    LICET_TRY_VOID(required(map, "schedule", out.schedule));
    return map.finish();
}

Result<void> read(const Value& value, model::VariablePaymentTerm& out) {
    LICET_TRY(auto map, value.map());
    LICET_TRY_VOID(required(map, "max_total", out.max_total));
    return map.finish();
}

Result<void> read(const Value& value, model::LegalDocument& out) {
    LICET_TRY(auto map, value.map());
    LICET_TRY_VOID(required(map, "type", out.type));
    LICET_TRY_VOID(required(map, "url", out.url));
    LICET_TRY_VOID(optional(map, "version", out.version));
    return map.finish();
}

Result<void> read(const Value& value, model::LegalTerm& out) {
    LICET_TRY(auto map, value.map());
    LICET_TRY_VOID(required(map, "documents", out.documents));
    return map.finish();
}

Result<void> read(const Value& value, model::SupportTerm& out) {
    LICET_TRY(auto map, value.map());
    LICET_TRY_VOID(required(map, "refund_policy", out.refund_policy));
    return map.finish();
}

Result<void> read(const Value& value, model::ValidityTerm& out) {
    LICET_TRY(auto map, value.map());
    LICET_TRY_VOID(optional(map, "duration", out.duration));
    LICET_TRY_VOID(read_day(map, "start", out.start));
    LICET_TRY_VOID(read_day(map, "end", out.end));
    return map.finish();
}

Result<void> read(const Value& value, model::RenewalTerm&) {
    return read_nothing(value);
}

Result<void> read(const Value& value, model::Term& out) {
    LICET_TRY(auto map, value.map());
    LICET_TRY_VOID(required(map, "id", out.id));
    LICET_TRY(const auto found, read_details(map, out.details));
    LICET_TRY_VOID(map.finish());
    if (found != 1) {
        std::vector<std::string_view> kinds;
        for (const auto& alternative : describe::type_of<model::TermDetails>().members) {
            kinds.push_back(alternative.name);
        }
        return value.error(fmt::format("a term has exactly one of {}", fmt::join(kinds, ", ")));
    }
    return {};
}

Result<void> read(const Value& value, model::Offer& out) {
    LICET_TRY(auto map, value.map());
    LICET_TRY_VOID(required(map, "offer_id", out.offer_id));
    LICET_TRY_VOID(required(map, "product_id", out.product_id));
    LICET_TRY_VOID(required(map, "name", out.name));
    LICET_TRY_VOID(optional(map, "description", out.description));
    LICET_TRY_VOID(optional(map, "seller", out.seller));
    LICET_TRY_VOID(optional(map, "seller_profile_id", out.seller_profile_id));
    LICET_TRY_VOID(optional(map, "seller_name", out.seller_name));
    LICET_TRY_VOID(required(map, "buyers", out.buyers));
    LICET_TRY_VOID(optional(map, "available_from", out.available_from));
    LICET_TRY_VOID(read_until(map, "expires_at", out.expires_at));
    LICET_TRY_VOID(optional(map, "replaces_agreement", out.replaces_agreement));
    LICET_TRY_VOID(optional(map, "offer_set_id", out.offer_set_id));
    LICET_TRY_VOID(optional(map, "currency", out.currency));
    LICET_TRY_VOID(required(map, "terms", out.terms));
    return map.finish();
}

Result<void> read(const Value& value, model::OfferSet& out) {
    LICET_TRY(auto map, value.map());
    LICET_TRY_VOID(required(map, "offer_set_id", out.offer_set_id));
    LICET_TRY_VOID(required(map, "name", out.name));
    LICET_TRY_VOID(optional(map, "buyer_notes", out.buyer_notes));
    return map.finish();
}

}  // namespace licet::cli
