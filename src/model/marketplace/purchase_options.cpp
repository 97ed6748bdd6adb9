// SPDX-License-Identifier: Apache-2.0
#include "model/marketplace/purchase_options.h"

#include "model/state.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

namespace licet::model {
namespace {

using Filters = std::vector<PurchaseOptionFilter>;

bool holds(const std::vector<std::string>& values, std::string_view value) {
    return std::find(values.begin(), values.end(), value) != values.end();
}

PurchaseOption option_of(Offer offer) {
    PurchaseOption option{.id = offer.offer_id,
                          .name = offer.name,
                          .offers = {},
                          .available_from = offer.available_from,
                          .expires_at = offer.expires_at};
    option.offers.push_back(std::move(offer));
    return option;
}

PurchaseOption option_of(const OfferSet& set, std::vector<Offer> offers) {
    PurchaseOption option{
        .id = set.offer_set_id, .name = set.name, .set = &set, .offers = std::move(offers)};
    for (const Offer& offer : option.offers) {
        if (offer.available_from &&
            (!option.available_from || *option.available_from < *offer.available_from)) {
            option.available_from = offer.available_from;
        }
        if (offer.expires_at && (!option.expires_at || *offer.expires_at < *option.expires_at)) {
            option.expires_at = offer.expires_at;
        }
    }
    return option;
}

/// The sets made to the account, by id, each with its offers.
std::map<std::string, std::vector<Offer>> sets_for(const State& state, AccountId account) {
    std::map<std::string, std::vector<Offer>> sets;
    offers_for(state, account, {.public_ones = false}, {}, [&](const Offer& offer) {
        if (!offer.offer_set_id.empty()) {
            sets[offer.offer_set_id].push_back(offer);
        }
        return true;
    });
    return sets;
}

/// Whether an agreement that the account has was made from the offer: it cannot accept it again.
bool has_accepted(const State& state, AccountId account, const Offer& offer, Time now) {
    const auto agreement = find_agreement(state.marketplace, account, offer.product_id, now);
    return agreement && agreement->details.offer_id == offer.offer_id;
}

/// `AVAILABLE`, `EXPIRED`, or neither for what the account has accepted.
std::string_view availability(const State& state, AccountId account, const PurchaseOption& option,
                              Time now) {
    const bool taken =
        std::any_of(option.offers.begin(), option.offers.end(), [&](const Offer& offer) {
            return is_private(offer) && has_accepted(state, account, offer, now);
        });
    if (taken) {
        return "ACCEPTED";
    }
    return option.expires_at && now > *option.expires_at ? "EXPIRED" : "AVAILABLE";
}

/// What of an option a filter looks at; any offer of a set may fit.
bool fits(const PurchaseOption& option, const PurchaseOptionFilter& filter) {
    const auto any_offer = [&](auto&& value_of) {
        return std::any_of(option.offers.begin(), option.offers.end(), [&](const Offer& offer) {
            return holds(filter.values, value_of(offer));
        });
    };
    switch (filter.type) {
        case PurchaseOptionFilterType::PRODUCT_ID:
            return any_offer([](const Offer& offer) { return offer.product_id; });
        case PurchaseOptionFilterType::SELLER_OF_RECORD_PROFILE_ID:
            return any_offer([](const Offer& offer) { return offer.seller_profile_id; });
        case PurchaseOptionFilterType::PURCHASE_OPTION_TYPE:
            return holds(filter.values, option.set == nullptr ? "OFFER" : "OFFERSET");
        case PurchaseOptionFilterType::VISIBILITY_SCOPE:
            return holds(filter.values, is_private(option.offers.front()) ? "PRIVATE" : "PUBLIC");
        case PurchaseOptionFilterType::AVAILABILITY_STATUS:
            break;  // looked at by itself: it needs the account
    }
    return true;
}

bool is_shown(const State& state, AccountId account, const PurchaseOption& option,
              const Filters& filters, Time now) {
    if (!std::all_of(filters.begin(), filters.end(),
                     [&](const auto& filter) { return fits(option, filter); })) {
        return false;
    }
    const auto status = availability(state, account, option, now);
    bool asked = false;
    for (const auto& filter : filters) {
        if (filter.type == PurchaseOptionFilterType::AVAILABILITY_STATUS) {
            asked = true;
            if (!holds(filter.values, status)) {
                return false;
            }
        }
    }
    return asked || status == "AVAILABLE";
}

/// Saves the making of public offers that no filter lets through.
OfferFilter offers_to_look_at(const Filters& filters) {
    OfferFilter wanted;
    for (const auto& filter : filters) {
        if (filter.type == PurchaseOptionFilterType::PRODUCT_ID && filter.values.size() == 1) {
            wanted.product = filter.values.front();
        } else if (filter.type == PurchaseOptionFilterType::VISIBILITY_SCOPE) {
            wanted.public_ones = wanted.public_ones && holds(filter.values, "PUBLIC");
        }
    }
    return wanted;
}

Error malformed(std::string message) {
    return Error{ErrorKind::invalid,
                 std::move(message),
                 "ValidationException",
                 {{"reason", "MALFORMED_REQUEST_PARAMETERS"}}};
}

/// The values that the filter may have; none: any.
std::vector<std::string_view> known_values(PurchaseOptionFilterType type) {
    switch (type) {
        case PurchaseOptionFilterType::PURCHASE_OPTION_TYPE:
            return {"OFFER", "OFFERSET"};
        case PurchaseOptionFilterType::VISIBILITY_SCOPE:
            return {"PUBLIC", "PRIVATE"};
        case PurchaseOptionFilterType::AVAILABILITY_STATUS:
            return {"AVAILABLE", "EXPIRED"};
        case PurchaseOptionFilterType::PRODUCT_ID:
        case PurchaseOptionFilterType::SELLER_OF_RECORD_PROFILE_ID:
            break;
    }
    return {};
}

}  // namespace

bool is_future_dated(const PurchaseOption& option, Time now) {
    const auto starts_later = [&](const Term& term) {
        const auto* validity = std::get_if<ValidityTerm>(&term.details);
        return validity != nullptr && validity->start && *validity->start > now;
    };
    return (option.available_from && *option.available_from > now) ||
           std::any_of(option.offers.begin(), option.offers.end(), [&](const Offer& offer) {
               return std::any_of(offer.terms.begin(), offer.terms.end(), starts_later);
           });
}

bool is_replacement(const PurchaseOption& option) {
    return std::any_of(option.offers.begin(), option.offers.end(),
                       [](const Offer& offer) { return !offer.replaces_agreement.empty(); });
}

std::optional<PurchaseOption> find_offer(const State& state, AccountId account,
                                         std::string_view offer_id) {
    auto offer = offer_view(state, offer_id);
    return offer && may_accept(*offer, account) ? std::optional{option_of(std::move(*offer))}
                                                : std::nullopt;
}

std::optional<PurchaseOption> find_offer_set(const State& state, AccountId account,
                                             std::string_view offer_set_id) {
    const auto set = state.marketplace.offer_sets.find(offer_set_id);
    if (set == state.marketplace.offer_sets.end()) {
        return std::nullopt;
    }
    auto own = sets_for(state, account);
    const auto found = own.find(set->first);
    return found == own.end() ? std::nullopt
                              : std::optional{option_of(set->second, std::move(found->second))};
}

Result<void> check(const Filters& filters) {
    bool narrow = false;
    for (const auto& filter : filters) {
        narrow = narrow || filter.type == PurchaseOptionFilterType::PRODUCT_ID ||
                 filter.type == PurchaseOptionFilterType::VISIBILITY_SCOPE;
        const auto known = known_values(filter.type);
        for (const auto& value : filter.values) {
            if (!known.empty() && std::find(known.begin(), known.end(), value) == known.end()) {
                return malformed(
                    fmt::format("filter value `{}` is none of {}", value, fmt::join(known, ", ")));
            }
        }
    }
    return narrow ? Result<void>{}
                  : malformed("give a filter by PRODUCT_ID or by VISIBILITY_SCOPE, or both");
}

void purchase_options_for(const State& state, AccountId account, const Filters& filters, Time now,
                          const std::optional<std::string>& after,
                          const PurchaseOptionVisit& visit) {
    bool more = true;
    const auto show = [&](const PurchaseOption& option) {
        more = !is_shown(state, account, option, filters, now) || visit(option);
        return more;
    };
    offers_for(state, account, offers_to_look_at(filters), after,
               [&](const Offer& offer) { return show(option_of(offer)); });
    const auto& known = state.marketplace.offer_sets;
    auto sets = sets_for(state, account);
    for (auto at = after ? sets.upper_bound(*after) : sets.begin(); at != sets.end() && more;
         ++at) {
        if (const auto set = known.find(at->first); set != known.end()) {
            show(option_of(set->second, std::move(at->second)));
        }
    }
}

}  // namespace licet::model
