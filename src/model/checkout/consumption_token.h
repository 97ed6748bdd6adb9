// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/checkout/checkout.h"

#include <string>
#include <string_view>

namespace licet::model {

/// A LicenseConsumptionToken: it names a checkout and says of what kind it is.
struct ConsumptionToken {
    CheckoutKind kind = CheckoutKind::provisional;
    Id128 key;

    /// `lease-`, `drawn-` or `borrow-` and 32 hexadecimal digits.
    std::string text() const;
    /// @return ResourceNotFoundException for what is no such token.
    static Result<ConsumptionToken> parse(std::string_view text);
};

/// The error of a token that names nothing the caller may know of. Source: rule CO-8.
Error unknown_consumption_token();

}  // namespace licet::model
