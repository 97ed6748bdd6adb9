// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/grant/grant.h"

#include <variant>

namespace licet::model {

struct State;

/// A grant came into being. Its sub-grants, if its principal is an organization or an OU, are
/// implied.
struct GrantCreated {
    static constexpr std::string_view kName = "GrantCreated";
    GrantId id;
    Grant grant;
    Tags tags;
};
BOOST_DESCRIBE_STRUCT(GrantCreated, (), (id, grant, tags))

void apply(State& state, const GrantCreated& event);

using GrantEvent = std::variant<GrantCreated>;

}  // namespace licet::model
