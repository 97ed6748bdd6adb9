// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/event.h"
#include "model/marketplace/offer.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Public and private offers in one form. Source: rules ME-2, MP-1.
namespace licet::model {

struct State;

/// The public offer of a product of the catalogue.
Offer public_offer(const Product& product);

/// `seller-…`: the profile under which the seller of a product is shown.
std::string seller_profile_of(const Product& product);

/// The offer with that id, public or private, whoever asks: see may_accept. Nothing for an unknown
/// one and for one whose product the catalogue does not list. The seller's name and profile are
/// filled in from the product where a private offer does not give them.
/// O(products of the catalogue).
std::optional<Offer> offer_view(const State& state, std::string_view offer_id);

/// Whether the account is a buyer that the offer is for. Others must not learn that it exists.
bool may_accept(const Offer& offer, AccountId account);

/// Whether the time to accept the offer is over at `now`. Source: rule MP-4.
bool is_expired(const Offer& offer, Time now);

/// Which offers of those that an account may accept.
struct OfferFilter {
    std::optional<std::string> product = {};
    bool public_ones = true;
    bool private_ones = true;
};

/// Takes an offer and says whether to go on.
using OfferVisit = std::function<bool(const Offer&)>;

/// Visits the offers that the account may accept, expired and future ones too, after `after`, in
/// the order of their ids. O(products of the catalogue + private offers of the account).
void offers_for(const State& state, AccountId account, const OfferFilter& filter,
                std::optional<std::string> after, const OfferVisit& visit);

inline constexpr std::size_t kOffersMax = 100'000;  ///< private ones, of all buyers; as many sets

/// Private offers, and the sets that some of them are sold in.
struct ApplyOffers {
    std::vector<Offer> offers;
    std::vector<OfferSet> sets = {};
};

/// Brings in private offers: new ones, and changes of those that nobody has accepted. An offer that
/// is there already, just so, is passed over. An offer is withdrawn by letting it expire.
///
/// @return `denied` unless the caller is the installation's first account; `invalid`, naming the
///         first offender, for offers that validate() refuses, an id of a public offer, a product
///         that the catalogue lacks, an account that is unknown, and an agreement to be replaced
///         that is none of a buyer's for that product; `conflict` for a change of an accepted offer
///         or its set; `exhausted` when there would be more than kOffersMax. No events when nothing
///         is new.
Result<Events> apply_offers(const State& state, const ApplyOffers& command, const Context& context);

}  // namespace licet::model
