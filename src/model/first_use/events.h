// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/first_use/first_use.h"

#include <string>
#include <string_view>
#include <variant>

namespace licet::model {

struct State;

/// An account's first use could not subscribe it, for now.
struct FirstUsePending {
    static constexpr std::string_view kName = "FirstUsePending";
    AccountId account;
    std::string product;
    FirstUse details;
};
BOOST_DESCRIBE_STRUCT(FirstUsePending, (), (account, product, details))

/// It is subscribed, or needs to be no more.
struct FirstUseEnded {
    static constexpr std::string_view kName = "FirstUseEnded";
    AccountId account;
    std::string product;
};
BOOST_DESCRIBE_STRUCT(FirstUseEnded, (), (account, product))

void apply(State& state, const FirstUsePending& event);
void apply(State& state, const FirstUseEnded& event);

using FirstUseEvent = std::variant<FirstUsePending, FirstUseEnded>;

}  // namespace licet::model
