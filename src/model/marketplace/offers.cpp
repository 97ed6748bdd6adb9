// SPDX-License-Identifier: Apache-2.0
#include "model/marketplace/offers.h"

#include "base/crypto.h"
#include "base/encoding.h"
#include "model/state.h"

#include <algorithm>
#include <map>

namespace licet::model {
namespace {

constexpr std::string_view kOfferPrefix = "offer-";

/// The ids of a public offer's terms follow from its own, and stay the same as long as it does.
Term make_term(const PublicOffer& offer, std::string_view what, TermDetails details) {
    return {"term-" + offer.offer_id.substr(std::min(kOfferPrefix.size(), offer.offer_id.size())) +
                "-" + std::string{what},
            std::move(details)};
}

std::vector<Term> public_terms(const PublicOffer& offer) {
    std::vector<Term> terms;
    terms.push_back(make_term(offer, "usage", UsageBasedPricingTerm{offer.rate_card}));
    terms.push_back(
        make_term(offer, "legal",
                  LegalTerm{{{.type = LegalDocumentType::CustomEula, .url = offer.eula_url}}}));
    terms.push_back(make_term(offer, "support", SupportTerm{offer.refund_policy}));
    if (offer.agreement_duration) {
        terms.push_back(
            make_term(offer, "validity", ValidityTerm{.duration = offer.agreement_duration}));
        terms.push_back(make_term(offer, "renewal", RenewalTerm{}));
    }
    return terms;
}

Offer with_seller(Offer offer, const Product& product) {
    if (offer.seller_name.empty()) {
        offer.seller_name = product.seller_name;
    }
    if (offer.seller_profile_id.empty()) {
        offer.seller_profile_id = seller_profile_of(product);
    }
    return offer;
}

/// What a visit of an account's offers goes through, by offer id.
struct Source {
    const Product* product = nullptr;
    const Offer* offer = nullptr;  ///< none: the product's public offer
};

std::map<std::string_view, Source> sources(const State& state, AccountId account,
                                           const OfferFilter& filter) {
    std::map<std::string_view, Source> found;
    const auto wanted = [&](std::string_view product) {
        return !filter.product || *filter.product == product;
    };
    if (filter.public_ones) {
        for (const auto& [id, product] : state.models.products) {
            if (wanted(id)) {
                found[product.offer.offer_id] = {&product};
            }
        }
    }
    const auto own = state.marketplace.by_buyer.find(account);
    if (!filter.private_ones || own == state.marketplace.by_buyer.end()) {
        return found;
    }
    for (const std::string& id : own->second) {
        const Offer& offer = state.marketplace.offers.at(id);
        const Product* product = find_product(state.models, offer.product_id);
        if (product != nullptr && wanted(offer.product_id)) {
            found[id] = {product, &offer};
        }
    }
    return found;
}

}  // namespace

std::string seller_profile_of(const Product& product) {
    if (product.listing && !product.listing->seller_profile_id.empty()) {
        return product.listing->seller_profile_id;
    }
    constexpr std::size_t kLetters = 13;
    return "seller-" + to_hex(sha256(product.seller_name)).substr(0, kLetters);
}

Offer public_offer(const Product& product) {
    return with_seller({.offer_id = product.offer.offer_id,
                        .product_id = product.product_id,
                        .name = product.product_name,
                        .terms = public_terms(product.offer)},
                       product);
}

std::optional<Offer> offer_view(const State& state, std::string_view offer_id) {
    if (const auto own = state.marketplace.offers.find(offer_id);
        own != state.marketplace.offers.end()) {
        const Product* product = find_product(state.models, own->second.product_id);
        return product == nullptr ? std::nullopt
                                  : std::optional{with_seller(own->second, *product)};
    }
    const auto& products = state.models.products;
    const auto found = std::find_if(products.begin(), products.end(), [&](const auto& entry) {
        return entry.second.offer.offer_id == offer_id;
    });
    return found == products.end() ? std::nullopt : std::optional{public_offer(found->second)};
}

bool may_accept(const Offer& offer, AccountId account) {
    return !is_private(offer) ||
           std::find(offer.buyers.begin(), offer.buyers.end(), account) != offer.buyers.end();
}

bool is_expired(const Offer& offer, Time now) {
    return offer.expires_at && now > *offer.expires_at;
}

void offers_for(const State& state, AccountId account, const OfferFilter& filter,
                std::optional<std::string> after, const OfferVisit& visit) {
    const auto found = sources(state, account, filter);
    for (auto at = after ? found.upper_bound(*after) : found.begin(); at != found.end(); ++at) {
        const auto& [product, offer] = at->second;
        if (!visit(offer == nullptr ? public_offer(*product) : with_seller(*offer, *product))) {
            return;
        }
    }
}

}  // namespace licet::model
