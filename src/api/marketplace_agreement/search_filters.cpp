// SPDX-License-Identifier: Apache-2.0
#include "api/marketplace_agreement/search_filters.h"

#include "base/describe/describe.h"
#include "model/marketplace/errors.h"
#include "model/state.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace licet::api::marketplace_agreement {
namespace {

using Values = std::map<std::string, std::string, std::less<>>;
using Names = std::set<std::string_view>;

constexpr std::string_view kNames[] = {"PartyType",         "AgreementType", "ResourceIdentifier",
                                       "ResourceType",      "OfferId",       "OfferSetId",
                                       "AcceptorAccountId", "Status",        "BeforeEndTime",
                                       "AfterEndTime"};

Error unsupported() {
    return model::not_valid("UNSUPPORTED_FILTERS",
                            "Provided combination of filters is not supported");
}

Error bad_value(std::string_view name, std::string_view what) {
    return model::not_valid("INVALID_FILTER_VALUES",
                            fmt::format("the value of filter `{}` must be {}", name, what));
}

Result<Values> read_values(const std::vector<Filter>& filters) {
    Values values;
    for (const Filter& filter : filters) {
        if (!filter.name) {
            return model::not_valid("MISSING_FILTER_NAME", "every filter needs a name");
        }
        if (std::find(std::begin(kNames), std::end(kNames), *filter.name) == std::end(kNames)) {
            return model::not_valid("INVALID_FILTER_NAME",
                                    fmt::format("there is no filter `{}`", *filter.name));
        }
        if (filter.values.empty()) {
            return model::not_valid("MISSING_FILTER_VALUES",
                                    fmt::format("filter `{}` needs a value", *filter.name));
        }
        if (!values.emplace(*filter.name, filter.values.front()).second) {
            return unsupported();
        }
    }
    return values;
}

/// What may be asked for besides PartyType, AgreementType and the time of the end.
bool is_supported(PartyType party, Names names) {
    const bool with_status = names.erase("Status") > 0;
    const bool of_acceptor = names.erase("AcceptorAccountId") > 0;
    if (names.size() > 1) {
        return false;
    }
    const std::string_view by = names.empty() ? std::string_view{} : *names.begin();
    if (party == PartyType::Acceptor) {
        return !of_acceptor && !(by == "ResourceType" && with_status);
    }
    return !of_acceptor || by != "OfferSetId";
}

Result<void> check_combination(const Values& values, PartyType party) {
    Names names;
    for (const auto& [name, value] : values) {
        if (name != "PartyType" && name != "AgreementType" && name != "BeforeEndTime" &&
            name != "AfterEndTime") {
            names.insert(name);
        }
    }
    return is_supported(party, std::move(names)) ? Result<void>{} : unsupported();
}

std::optional<std::string> find(const Values& values, std::string_view name) {
    const auto found = values.find(name);
    return found == values.end() ? std::nullopt : std::optional{found->second};
}

Result<std::optional<Time>> find_time(const Values& values, std::string_view name) {
    const auto text = find(values, name);
    if (!text) {
        return std::optional<Time>{};
    }
    const auto time = parse_iso8601(*text);
    return time.ok() ? Result{std::optional{*time}}
                     : bad_value(name, "a time such as 2026-12-31T00:00:00Z");
}

Result<std::optional<model::AgreementStatus>> find_status(const Values& values) {
    const auto text = find(values, "Status");
    if (!text) {
        return std::optional<model::AgreementStatus>{};
    }
    const auto& type = describe::type_of<model::AgreementStatus>();
    const auto position = describe::find_name(type, *text);
    model::AgreementStatus status{};
    if (position == describe::npos ||
        !type.set_integer(&status, static_cast<std::int64_t>(position))) {
        return bad_value("Status", "a status of agreements, such as ACTIVE");
    }
    return std::optional{status};
}

Result<std::optional<AccountId>> find_acceptor(const Values& values) {
    const auto text = find(values, "AcceptorAccountId");
    if (!text) {
        return std::optional<AccountId>{};
    }
    const auto account = AccountId::parse(*text);
    return account.ok() ? Result{std::optional{*account}}
                        : bad_value("AcceptorAccountId", "the 12 digits of an account");
}

bool equal(const std::optional<std::string>& wanted, std::string_view value) {
    return !wanted || *wanted == value;
}

}  // namespace

bool is_filter_name(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    });
}

bool is_filter_value(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view{"+:_-"}.find(c) != std::string_view::npos;
    });
}

Result<SearchFilters> read_filters(const std::vector<Filter>& filters) {
    LICET_TRY(const auto values, read_values(filters));
    const auto party = find(values, "PartyType");
    const auto type = find(values, "AgreementType");
    if (!party || !type) {
        return unsupported();
    }
    if (*party != "Proposer" && *party != "Acceptor") {
        return bad_value("PartyType", "Proposer or Acceptor");
    }
    SearchFilters read{
        .party = *party == "Proposer" ? PartyType::Proposer : PartyType::Acceptor,
        .agreement_type = *type,
        .product = find(values, "ResourceIdentifier"),
        .product_type = find(values, "ResourceType"),
        .offer = find(values, "OfferId"),
        .offer_set = find(values, "OfferSetId"),
        .acceptor = {},
        .status = {},
        .ends_before = {},
        .ends_after = {},
    };
    LICET_TRY_VOID(check_combination(values, read.party));
    LICET_TRY(read.acceptor, find_acceptor(values));
    LICET_TRY(read.status, find_status(values));
    LICET_TRY(read.ends_before, find_time(values, "BeforeEndTime"));
    LICET_TRY(read.ends_after, find_time(values, "AfterEndTime"));
    return read;
}

bool matches(const model::State& state, const SearchFilters& filters,
             const model::Agreement& agreement, Time now) {
    const auto& ends = agreement.ends_at;
    return filters.agreement_type == kAgreementType &&
           equal(filters.product, agreement.product_id) &&
           (!filters.product_type ||
            *filters.product_type == show_product(state, agreement.product_id).type) &&
           equal(filters.offer, agreement.offer_id) &&
           equal(filters.offer_set, agreement.offer_set_id) &&
           (!filters.acceptor || *filters.acceptor == agreement.acceptor) &&
           (!filters.status || *filters.status == model::status_at(agreement, now)) &&
           (!filters.ends_before || (ends && *ends < *filters.ends_before)) &&
           (!filters.ends_after || !ends || *ends > *filters.ends_after);
}

}  // namespace licet::api::marketplace_agreement
