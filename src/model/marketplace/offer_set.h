// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/marketplace/offer.h"

namespace licet::model {

/// One element of what is applied together, by its position.
struct OfferPlace {
    enum class Part { whole, offer, set };
    Part part = Part::whole;
    std::size_t index = 0;
};

inline constexpr std::size_t kOffersAppliedMax = 1'000;  ///< offers that are applied together
inline constexpr std::size_t kOfferSetMax = 100;         ///< offers of one set
inline constexpr std::size_t kOfferSetTextMax = 255;     ///< characters of a set's texts
inline constexpr std::string_view kOfferSetPrefix = "offerset-";

/// Whether offers and offer sets that are brought in together make sense as a whole: each offer
/// does, none is listed twice, and every set is there with its offers, 2 to kOfferSetMax of them,
/// which have the seller and the buyers in common and are each for another product.
/// @param where if not null, set to the first offender.
/// @return `invalid`, naming the first offender by its id.
Result<void> validate(const std::vector<Offer>& offers, const std::vector<OfferSet>& sets,
                      OfferPlace* where = nullptr);

}  // namespace licet::model
