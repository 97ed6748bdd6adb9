// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/identity/identity.h"

#include <variant>

namespace licet::model {

struct State;

struct UserCreated {
    static constexpr std::string_view kName = "UserCreated";
    OwnedName user;
    User details;
};
BOOST_DESCRIBE_STRUCT(UserCreated, (), (user, details))

struct RoleCreated {
    static constexpr std::string_view kName = "RoleCreated";
    OwnedName role;
    Role details;
};
BOOST_DESCRIBE_STRUCT(RoleCreated, (), (role, details))

struct AccessKeyCreated {
    static constexpr std::string_view kName = "AccessKeyCreated";
    std::string id;
    AccessKey details;
};
BOOST_DESCRIBE_STRUCT(AccessKeyCreated, (), (id, details))

void apply(State& state, const UserCreated& event);
void apply(State& state, const RoleCreated& event);
void apply(State& state, const AccessKeyCreated& event);

using IdentityEvent = std::variant<UserCreated, RoleCreated, AccessKeyCreated>;

}  // namespace licet::model
