// SPDX-License-Identifier: Apache-2.0
#include "base/describe/binary.h"
#include "base/describe/describe.h"
#include "model/marketplace/offer_set.h"
#include "model/marketplace/offers.h"
#include "model/organization/access.h"
#include "model/state.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace licet::model {
namespace {

/// The error names the offer as a member, too: a caller finds it in what it sent.
Error fault(const Offer& offer, std::string_view what) {
    return Error{ErrorKind::invalid,
                 fmt::format("offer `{}`: {}", offer.offer_id, what),
                 {},
                 {{"offerId", offer.offer_id}}};
}

template <typename Value>
std::string bytes_of(const Value& value) {
    std::string bytes;
    describe::write_binary(describe::type_of<Value>(), &value, bytes);
    return bytes;
}

bool is_public_offer(const State& state, std::string_view id) {
    const auto& products = state.models.products;
    return std::any_of(products.begin(), products.end(),
                       [&](const auto& entry) { return entry.second.offer.offer_id == id; });
}

Result<void> check_replaced(const State& state, const Offer& offer) {
    if (offer.replaces_agreement.empty()) {
        return {};
    }
    const auto found = state.marketplace.agreements.find(offer.replaces_agreement);
    if (found == state.marketplace.agreements.end() ||
        found->second.product_id != offer.product_id ||
        !may_accept(offer, found->second.acceptor)) {
        return fault(offer, fmt::format("`{}` is no agreement of a buyer for product `{}`",
                                        offer.replaces_agreement, offer.product_id));
    }
    if (offer.buyers.size() != 1) {  // the others would learn of the agreement
        return fault(offer, "an offer that replaces an agreement is for its acceptor alone");
    }
    return {};
}

/// Whether the offer fits what else there is.
Result<void> check_place(const State& state, const Offer& offer) {
    if (is_public_offer(state, offer.offer_id)) {
        return fault(offer, "the catalogue's public offer has that id");
    }
    if (find_product(state.models, offer.product_id) == nullptr) {
        return fault(offer, fmt::format("the catalogue has no product `{}`", offer.product_id));
    }
    for (const AccountId buyer : offer.buyers) {
        if (find_account(state.organization, buyer) == nullptr) {
            return fault(offer, fmt::format("there is no account `{}`", buyer.text()));
        }
    }
    return check_replaced(state, offer);
}

Error accepted(std::string_view what, ErrorMember named) {
    return Error{ErrorKind::conflict,
                 fmt::format("{} `{}` was accepted and cannot be changed; make a new offer that "
                             "replaces the agreement",
                             what, named.value),
                 {},
                 {std::move(named)}};
}

template <typename Kept, typename Value>
bool is_kept(const Kept& kept, const std::string& id, const Value& value) {
    const auto found = kept.find(id);
    return found != kept.end() && bytes_of(found->second) == bytes_of(value);
}

/// The offers that are new or change. @param fixed takes the sets of accepted offers.
Result<std::vector<Offer>> new_offers(const State& state, const std::vector<Offer>& offers,
                                      std::set<std::string_view>& fixed) {
    const Marketplace& marketplace = state.marketplace;
    std::vector<Offer> changed;
    for (const Offer& offer : offers) {
        LICET_TRY_VOID(check_place(state, offer));
        const bool is_accepted = marketplace.accepted_offers.contains(offer.offer_id);
        if (is_accepted) {
            fixed.insert(offer.offer_set_id);
        }
        if (is_kept(marketplace.offers, offer.offer_id, offer)) {
            continue;
        }
        if (is_accepted) {
            return accepted("offer", {"offerId", offer.offer_id});
        }
        changed.push_back(offer);
    }
    return changed;
}

Result<std::vector<OfferSet>> new_sets(const Marketplace& marketplace,
                                       const std::vector<OfferSet>& sets,
                                       const std::set<std::string_view>& fixed) {
    std::vector<OfferSet> changed;
    for (const OfferSet& set : sets) {
        if (is_kept(marketplace.offer_sets, set.offer_set_id, set)) {
            continue;
        }
        if (fixed.contains(set.offer_set_id)) {
            return accepted("an offer of offer set", {"offerSetId", set.offer_set_id});
        }
        changed.push_back(set);
    }
    return changed;
}

/// Whether each set comes with all offers that are in it already: else it could end up with offers
/// of different sellers or buyers. O(private offers), when there are sets.
Result<void> check_whole(const Marketplace& marketplace, const ApplyOffers& command) {
    std::set<std::string_view> sets;
    for (const OfferSet& set : command.sets) {
        sets.insert(set.offer_set_id);
    }
    std::set<std::string_view> given;
    for (const Offer& offer : command.offers) {
        given.insert(offer.offer_id);
    }
    const auto left_out =
        std::find_if(marketplace.offers.begin(), marketplace.offers.end(), [&](const auto& kept) {
            return sets.contains(kept.second.offer_set_id) && !given.contains(kept.first);
        });
    if (sets.empty() || left_out == marketplace.offers.end()) {
        return {};
    }
    const std::string& set = left_out->second.offer_set_id;
    Error error = fault(left_out->second,
                        fmt::format("is part of offer set `{}` already: list it, too, in the set "
                                    "or without it",
                                    set));
    error.members = {{"offerSetId", set}};  // the one of both that was given
    return error;
}

/// How many of the ids are not there yet.
template <typename Kept, typename Values, typename Id>
std::size_t count_new(const Kept& kept, const Values& values, Id id) {
    return static_cast<std::size_t>(
        std::count_if(values.begin(), values.end(),
                      [&](const auto& value) { return !kept.contains(value.*id); }));
}

}  // namespace

Result<Events> apply_offers(const State& state, const ApplyOffers& command,
                            const Context& context) {
    LICET_TRY_VOID(require_founder(state.organization, context.actor.account));
    LICET_TRY_VOID(validate(command.offers, command.sets));
    const Marketplace& marketplace = state.marketplace;
    LICET_TRY_VOID(check_whole(marketplace, command));
    std::set<std::string_view> fixed;
    LICET_TRY(auto offers, new_offers(state, command.offers, fixed));
    LICET_TRY(auto sets, new_sets(marketplace, command.sets, fixed));
    const auto more_offers = count_new(marketplace.offers, offers, &Offer::offer_id);
    const auto more_sets = count_new(marketplace.offer_sets, sets, &OfferSet::offer_set_id);
    if (marketplace.offers.size() + more_offers > kOffersMax ||
        marketplace.offer_sets.size() + more_sets > kOffersMax) {
        return Error{ErrorKind::exhausted,
                     fmt::format("there can be no more than {} private offers", kOffersMax)};
    }
    if (offers.empty() && sets.empty()) {
        return Events{};
    }
    return Events{OffersApplied{std::move(offers), std::move(sets)}};
}

}  // namespace licet::model
