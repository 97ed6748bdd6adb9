// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/bedrock/sample_catalogue_test.h"
#include "model/marketplace/offer.h"

/// Private offers for tests, of products of the sample catalogue.
namespace licet::model::sample {

inline const AccountId kBuyer{111'111'111'111};
inline const AccountId kOther{222'222'222'222};

/// A pay-as-you-go offer of `product` for kBuyer. @param letter makes its ids.
inline Offer private_offer(char letter, const std::string& product) {
    return {.offer_id = "offer-" + std::string(13, letter),
            .product_id = product,
            .name = std::string{"Offer "} + letter,
            .buyers = {kBuyer},
            .terms = {{"term-usage", UsageBasedPricingTerm{{{"USE1_InputTokenCount", "2.10",
                                                             "Million Input Tokens", "Units"}}}},
                      {"term-legal", LegalTerm{{{.url = "https://example.com/eula"}}}},
                      {"term-support", SupportTerm{"no refunds"}}}};
}

inline OfferSet offer_set(char letter) {
    return {.offer_set_id = "offerset-" + std::string(13, letter),
            .name = std::string{"Set "} + letter};
}

}  // namespace licet::model::sample
