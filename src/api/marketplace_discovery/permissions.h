// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/permissions.h"

#include <string>
#include <string_view>

/// What the operations that search the catalogue act on. Source: service authorization reference.
namespace licet::api::marketplace_discovery {

inline constexpr ResourceType kListing{"Listing", "arn:aws:aws-marketplace:::catalog/*/listing/*"};
inline constexpr ResourceType kOffer{"Offer", "arn:aws:aws-marketplace:::catalog/*/offer/*"};
inline constexpr ResourceType kOfferSet{"OfferSet",
                                        "arn:aws:aws-marketplace:::catalog/*/offerSet/*"};
inline constexpr ResourceType kProduct{"Product", "arn:aws:aws-marketplace:::catalog/*/product/*"};
inline constexpr ResourceType kAllListings{"AllListings",
                                           "arn:aws:aws-marketplace:::catalog/*/listing/*"};
inline constexpr ResourceType kAllPurchaseOptions{
    "AllPurchaseOptions", "arn:aws:aws-marketplace:::catalog/*/purchaseOption/*"};

/// @param kind `listing`, `offer`, `offerSet`, `product` or `purchaseOption`
/// @param id `*` for all of them
inline Permissions permit_in_catalog(std::string_view kind, std::string_view id) {
    std::string arn = "arn:aws:aws-marketplace:::catalog/AWSMarketplace/";
    arn.append(kind).append("/").append(id);
    return permit(std::move(arn));
}

}  // namespace licet::api::marketplace_discovery
