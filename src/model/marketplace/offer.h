// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/ids.h"
#include "model/marketplace/term.h"

#include <boost/describe.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace licet::model {

/// A seller's terms for a product. An offer without buyers is public. Private ones are brought in
/// as data; the public ones stem from the catalogue, and offer_view shows them in the same form.
/// Source: domain.md 8.1, rules ME-2, MP-21.
struct Offer {
    std::string offer_id;  ///< `offer-` and 13 lower-case letters and digits
    std::string product_id;
    std::string name;
    std::string description = {};
    AccountId seller = kMarketplaceAccount;  ///< the proposer of its agreements
    std::string seller_profile_id = {};      ///< `seller-…`
    std::string seller_name = {};
    std::vector<AccountId> buyers = {};       ///< who may accept it; none: everyone
    std::optional<Time> available_from = {};  ///< none: at once
    std::optional<Time> expires_at = {};      ///< last moment to accept it; none: never
    std::string replaces_agreement = {};      ///< the agreement that accepting it replaces, if any
    std::string offer_set_id = {};            ///< `offerset-…`, or empty
    std::string currency = "USD";
    std::vector<Term> terms = {};
};
BOOST_DESCRIBE_STRUCT(Offer, (),
                      (offer_id, product_id, name, description, seller, seller_profile_id,
                       seller_name, buyers, available_from, expires_at, replaces_agreement,
                       offer_set_id, currency, terms))

/// Offers of one seller to the same buyers, sold together: those that name it by offer_set_id.
/// Source: the service model marketplace-discovery, GetOfferSet.
struct OfferSet {
    std::string offer_set_id;  ///< `offerset-` and 13 lower-case letters and digits
    std::string name;
    std::string buyer_notes = {};
};
BOOST_DESCRIBE_STRUCT(OfferSet, (), (offer_set_id, name, buyer_notes))

/// Source: rule MP-21.
enum class PricingModel { USAGE, CONTRACT, BYOL, FREE };
BOOST_DESCRIBE_ENUM(PricingModel, USAGE, CONTRACT, BYOL, FREE)

inline bool is_private(const Offer& offer) {
    return !offer.buyers.empty();
}

/// CONTRACT when something is paid in advance or by schedule, else USAGE, BYOL or FREE.
PricingModel pricing_model(const Offer& offer);

/// `at-…`: what CreateAgreementRequest takes to accept the offer. Source: domain.md 8.1.
std::string proposal_id(const Offer& offer);

/// The offer's id in a proposal id; nothing for what is no proposal id.
std::optional<std::string> offer_id_of(std::string_view proposal_id);

inline constexpr std::size_t kBuyersMax = 25;         ///< of one private offer; domain.md 8.1
inline constexpr std::size_t kTermsMax = 30;          ///< of one offer; rule MP-3
inline constexpr std::size_t kDimensionsMax = 1'000;  ///< of one term
inline constexpr std::size_t kInstallmentsMax = 86;   ///< as many as purchase orders
inline constexpr std::size_t kOfferTextMax = 4'096;   ///< characters of any text in an offer

/// Whether the private offer makes sense on its own: ids well formed and unique, texts and lists
/// within their limits, 1 to kBuyersMax buyers, dates in order, prices and durations readable,
/// exactly the terms that go together: one price model, at most one term of a kind.
/// @return `invalid`, naming the offer and the first offender.
Result<void> validate(const Offer& offer);

}  // namespace licet::model
