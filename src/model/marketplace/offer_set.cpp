// SPDX-License-Identifier: Apache-2.0
#include "model/marketplace/offer_set.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

namespace licet::model {
namespace {

constexpr std::size_t kIdLetters = 13;

template <typename... Args>
Error refuse(fmt::format_string<Args...> format, Args&&... args) {
    return Error{ErrorKind::invalid, fmt::format(format, std::forward<Args>(args)...)};
}

bool is_set_id(std::string_view id) {
    return id.starts_with(kOfferSetPrefix) && id.size() == kOfferSetPrefix.size() + kIdLetters &&
           std::all_of(id.begin() + static_cast<std::ptrdiff_t>(kOfferSetPrefix.size()), id.end(),
                       [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
}

Result<void> check_texts(const OfferSet& set) {
    if (!is_set_id(set.offer_set_id)) {
        return refuse(
            "offer set `{}`: ill-formed id; it reads `{}` and {} lower-case letters and "
            "digits",
            set.offer_set_id.substr(0, kOfferSetTextMax), kOfferSetPrefix, kIdLetters);
    }
    if (set.name.empty() || set.name.size() > kOfferSetTextMax ||
        set.buyer_notes.size() > kOfferSetTextMax) {
        return refuse("offer set `{}`: needs a name; name and notes have at most {} characters",
                      set.offer_set_id, kOfferSetTextMax);
    }
    return {};
}

bool same_buyers(const Offer& a, const Offer& b) {
    const auto sorted = [](const Offer& offer) {
        return std::set<AccountId>{offer.buyers.begin(), offer.buyers.end()};
    };
    return sorted(a) == sorted(b);
}

/// A set and the offers that name it.
struct Bundle {
    const OfferSet* set = nullptr;
    std::vector<const Offer*> offers = {};
};

Result<void> check_offers(const Bundle& bundle) {
    const auto& id = bundle.set->offer_set_id;
    if (bundle.offers.size() < 2 || bundle.offers.size() > kOfferSetMax) {
        return refuse("offer set `{}`: needs 2 to {} offers that name it", id, kOfferSetMax);
    }
    std::set<std::string_view> products;
    const Offer& first = *bundle.offers.front();
    for (const Offer* offer : bundle.offers) {
        if (offer->seller != first.seller || offer->seller_profile_id != first.seller_profile_id ||
            !same_buyers(*offer, first)) {
            return refuse("offer set `{}`: its offers `{}` and `{}` have other sellers or buyers",
                          id, first.offer_id, offer->offer_id);
        }
        if (!products.insert(offer->product_id).second) {
            return refuse("offer set `{}`: two offers for product `{}`", id, offer->product_id);
        }
    }
    return {};
}

Result<void> add_offers(const std::vector<Offer>& offers, std::map<std::string_view, Bundle>& sets,
                        OfferPlace& where) {
    std::set<std::string_view> ids;
    for (std::size_t i = 0; i < offers.size(); ++i) {
        where = {OfferPlace::Part::offer, i};
        const Offer& offer = offers[i];
        LICET_TRY_VOID(validate(offer));
        if (!ids.insert(offer.offer_id).second) {
            return refuse("offer `{}` is listed twice", offer.offer_id);
        }
        if (offer.offer_set_id.empty()) {
            continue;
        }
        const auto set = sets.find(offer.offer_set_id);
        if (set == sets.end()) {
            return refuse("offer `{}`: offer set `{}` is not listed with it", offer.offer_id,
                          offer.offer_set_id);
        }
        set->second.offers.push_back(&offer);
    }
    return {};
}

}  // namespace

Result<void> validate(const std::vector<Offer>& offers, const std::vector<OfferSet>& sets,
                      OfferPlace* where) {
    OfferPlace unused;
    auto& place = where != nullptr ? *where : unused;
    place = {};
    if (offers.empty() || offers.size() > kOffersAppliedMax) {
        return refuse("1 to {} offers can be applied together", kOffersAppliedMax);
    }
    std::map<std::string_view, Bundle> bundles;
    for (std::size_t i = 0; i < sets.size(); ++i) {
        place = {OfferPlace::Part::set, i};
        LICET_TRY_VOID(check_texts(sets[i]));
        if (!bundles.try_emplace(sets[i].offer_set_id, Bundle{&sets[i]}).second) {
            return refuse("offer set `{}` is listed twice", sets[i].offer_set_id);
        }
    }
    LICET_TRY_VOID(add_offers(offers, bundles, place));
    for (std::size_t i = 0; i < sets.size(); ++i) {
        place = {OfferPlace::Part::set, i};
        LICET_TRY_VOID(check_offers(bundles.at(sets[i].offer_set_id)));
    }
    return {};
}

}  // namespace licet::model
