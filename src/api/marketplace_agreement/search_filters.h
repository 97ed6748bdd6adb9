// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/marketplace_agreement/shapes.h"

/// The filters of SearchAgreements. Source: domain.md 8.3; the service model's SearchAgreements.
namespace licet::api::marketplace_agreement {

bool is_filter_name(std::string_view text);   ///< letters and `_`
bool is_filter_value(std::string_view text);  ///< letters, digits, `+`, `:`, `_` and `-`

struct Filter {
    std::optional<Text<1, 32, is_filter_name>> name;
    List<Text<1, 64, is_filter_value>, 0, 1> values;
};
BOOST_DESCRIBE_STRUCT(Filter, (), (name, values))

enum class PartyType { Proposer, Acceptor };

/// What is searched for. An agreement of an other type than PurchaseAgreement does not exist.
struct SearchFilters {
    PartyType party = PartyType::Acceptor;
    std::string agreement_type;
    std::optional<std::string> product;
    std::optional<std::string> product_type;
    std::optional<std::string> offer;
    std::optional<std::string> offer_set;
    std::optional<AccountId> acceptor;
    std::optional<model::AgreementStatus> status;
    std::optional<Time> ends_before;
    std::optional<Time> ends_after;
};

/// @return ValidationException INVALID_FILTER_NAME, MISSING_FILTER_NAME, INVALID_FILTER_VALUES,
///         MISSING_FILTER_VALUES; UNSUPPORTED_FILTERS `Provided combination of filters is not
///         supported`.
Result<SearchFilters> read_filters(const std::vector<Filter>& filters);

bool matches(const model::State& state, const SearchFilters& filters,
             const model::Agreement& agreement, Time now);

}  // namespace licet::api::marketplace_agreement
