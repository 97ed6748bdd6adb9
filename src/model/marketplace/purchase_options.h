// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/marketplace/offers.h"

/// What an account may buy: the public offers, the private ones made to it, and sets of these.
/// Source: rules MP-1, MP-20, MP-21.
namespace licet::model {

/// An offer, or offers that are sold together.
struct PurchaseOption {
    std::string id;  ///< of the offer, or of the set
    std::string name;
    const OfferSet* set = nullptr;            ///< null: a single offer; refers into the state
    std::vector<Offer> offers;                ///< one, or those of the set; by id
    std::optional<Time> available_from = {};  ///< of a set: the latest of its offers
    std::optional<Time> expires_at = {};      ///< of a set: the earliest of its offers
};

/// Whether it starts only after `now`: what it is available from, or the agreement it makes.
/// Source: rule MP-6.
bool is_future_dated(const PurchaseOption& option, Time now);
/// Whether accepting it replaces an agreement. Source: rule MP-6.
bool is_replacement(const PurchaseOption& option);

/// The offer or the offer set with that id that the account may see. Nothing for an unknown one and
/// for one that is made to others.
std::optional<PurchaseOption> find_offer(const State& state, AccountId account,
                                         std::string_view offer_id);
std::optional<PurchaseOption> find_offer_set(const State& state, AccountId account,
                                             std::string_view offer_set_id);

enum class PurchaseOptionFilterType {
    PRODUCT_ID,
    SELLER_OF_RECORD_PROFILE_ID,
    PURCHASE_OPTION_TYPE,  ///< OFFER, OFFERSET
    VISIBILITY_SCOPE,      ///< PUBLIC, PRIVATE
    AVAILABILITY_STATUS    ///< AVAILABLE, EXPIRED
};
BOOST_DESCRIBE_ENUM(PurchaseOptionFilterType, PRODUCT_ID, SELLER_OF_RECORD_PROFILE_ID,
                    PURCHASE_OPTION_TYPE, VISIBILITY_SCOPE, AVAILABILITY_STATUS)

struct PurchaseOptionFilter {
    PurchaseOptionFilterType type;
    std::vector<std::string> values;  ///< one of them must fit
};

/// @return `invalid` unless the filters name products or a visibility scope, and have only the
///         values that there are.
Result<void> check(const std::vector<PurchaseOptionFilter>& filters);

/// Takes an option and says whether to go on.
using PurchaseOptionVisit = std::function<bool(const PurchaseOption&)>;

/// Visits the options that the account may see and all filters let through, after `after`, in the
/// order of their ids. Without a filter by availability only those it can still accept: not the
/// expired ones. Private ones that an agreement it has was made from are no options. Requires that
/// check() takes the filters. O(products of the catalogue + private offers of the account).
void purchase_options_for(const State& state, AccountId account,
                          const std::vector<PurchaseOptionFilter>& filters, Time now,
                          const std::optional<std::string>& after,
                          const PurchaseOptionVisit& visit);

}  // namespace licet::model
