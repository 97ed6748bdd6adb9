// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "decision/decide.h"

namespace licet::decision {

/// What is missing, and who can change that. Together they make a sentence: `<what>: <fix>.`
struct Shortfall {
    Reason reason;
    std::string what;
    std::string fix;
};

/// Why the account may not do anything. Requires that its standing is not open.
Shortfall account_shortfall(Facts::AccountStanding standing, AccountId account);

/// Why what the account has of the product does not do. Requires a level below active.
/// @param subscribe how one subscribes: `accept the public offer with …`.
/// Source: rules ME-30, BA-34, U-1.
Shortfall entitlement_shortfall(const Entitlement& found, std::string_view product,
                                AccountId account, std::string_view subscribe);

}  // namespace licet::decision
