// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "decision/decide.h"

namespace licet::decision {

/// Why such a right does not do. Requires a level below active.
Reason reason_of(EntitlementLevel level);
/// Why such a scope does not admit a use. Requires that it misses something.
Reason reason_of(ScopeMiss miss);

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

/// Why the scope of the grant does not admit the use. Requires that it misses something.
/// Source: design 6, step 7; rule BA-35.
Shortfall scope_shortfall(const Entitlement& found, const Use& use);

/// `eu-west-1, eu-west-3`: the regions of a set, by code; `none` for an empty one.
std::string region_list(model::RegionMask regions);
/// `Converse, InvokeModel`, likewise.
std::string operation_list(const model::Scope& scope);

}  // namespace licet::decision
