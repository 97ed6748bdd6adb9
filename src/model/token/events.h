// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/token/token.h"

#include <string>
#include <string_view>
#include <variant>

namespace licet::model {

struct State;

struct IssuerKeyCreated {
    static constexpr std::string_view kName = "IssuerKeyCreated";
    std::string id;
    IssuerKey details;
};
BOOST_DESCRIBE_STRUCT(IssuerKeyCreated, (), (id, details))

struct TokenCreated {
    static constexpr std::string_view kName = "TokenCreated";
    Id128 id;
    LicenseToken details;
};
BOOST_DESCRIBE_STRUCT(TokenCreated, (), (id, details))

/// The token stays listed; its bearer gets nothing for it any more.
struct TokenDeleted {
    static constexpr std::string_view kName = "TokenDeleted";
    Id128 id;
};
BOOST_DESCRIBE_STRUCT(TokenDeleted, (), (id))

void apply(State& state, const IssuerKeyCreated& event);
void apply(State& state, const TokenCreated& event);
void apply(State& state, const TokenDeleted& event);

using TokenEvent = std::variant<IssuerKeyCreated, TokenCreated, TokenDeleted>;

}  // namespace licet::model
