// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/checkout/checkout.h"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace licet::model {

struct State;

/// One entitlement of a checkout and how many of its units were taken.
struct TakenEntitlement {
    std::string name;
    std::int64_t units = 0;
};
BOOST_DESCRIBE_STRUCT(TakenEntitlement, (), (name, units))

struct CheckedOut {
    static constexpr std::string_view kName = "CheckedOut";
    Id128 key;  ///< of the request; see Checkouts::checkouts
    Time at;
    CheckoutKind kind = CheckoutKind::provisional;
    AccountId account;
    Id128 license;
    std::uint32_t version = 1;
    std::uint64_t input = 0;
    Time expires_at;                      ///< `at` for a draw-down
    std::vector<TakenEntitlement> taken;  ///< never empty
    /// When the license's units were last renewed: draw-downs from before no longer count.
    std::optional<Time> renewed_at;
};
BOOST_DESCRIBE_STRUCT(CheckedOut, (),
                      (key, at, kind, account, license, version, input, expires_at, taken,
                       renewed_at))

struct CheckedIn {
    static constexpr std::string_view kName = "CheckedIn";
    Id128 key;
    Time at;
};
BOOST_DESCRIBE_STRUCT(CheckedIn, (), (key, at))

struct ConsumptionExtended {
    static constexpr std::string_view kName = "ConsumptionExtended";
    Id128 key;
    Time at;
    Time expires_at;
};
BOOST_DESCRIBE_STRUCT(ConsumptionExtended, (), (key, at, expires_at))

void apply(State& state, const CheckedOut& event);
void apply(State& state, const CheckedIn& event);
void apply(State& state, const ConsumptionExtended& event);

using CheckoutEvent = std::variant<CheckedOut, CheckedIn, ConsumptionExtended>;

}  // namespace licet::model
