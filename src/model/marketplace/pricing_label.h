// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/marketplace/offer.h"
#include "model/marketplace/product_listing.h"

namespace licet::model {

/// `CONTRACT`, `Contract`.
inline Labelled label_of(PricingModel model) {
    switch (model) {
        case PricingModel::USAGE:
            return {"USAGE", "Usage-Based"};
        case PricingModel::CONTRACT:
            return {"CONTRACT", "Contract"};
        case PricingModel::BYOL:
            return {"BYOL", "BYOL"};
        case PricingModel::FREE:
            return {"FREE", "Free"};
    }
    return {};
}

}  // namespace licet::model
