// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/identity/identity.h"

#include <map>
#include <string>
#include <string_view>
#include <variant>

namespace licet::model {

struct State;

struct UserCreated {
    static constexpr std::string_view kName = "UserCreated";
    OwnedName user;
    User details;
};
BOOST_DESCRIBE_STRUCT(UserCreated, (), (user, details))

/// The user's keys are gone before it.
struct UserDeleted {
    static constexpr std::string_view kName = "UserDeleted";
    OwnedName user;
};
BOOST_DESCRIBE_STRUCT(UserDeleted, (), (user))

struct RoleCreated {
    static constexpr std::string_view kName = "RoleCreated";
    OwnedName role;
    Role details;
};
BOOST_DESCRIBE_STRUCT(RoleCreated, (), (role, details))

/// Sessions of the role end with it.
struct RoleDeleted {
    static constexpr std::string_view kName = "RoleDeleted";
    OwnedName role;
};
BOOST_DESCRIBE_STRUCT(RoleDeleted, (), (role))

struct TrustPolicyChanged {
    static constexpr std::string_view kName = "TrustPolicyChanged";
    OwnedName role;
    std::string trust_policy;
    std::map<std::string, std::string> trusted_ids;
};
BOOST_DESCRIBE_STRUCT(TrustPolicyChanged, (), (role, trust_policy, trusted_ids))

struct AccessKeyCreated {
    static constexpr std::string_view kName = "AccessKeyCreated";
    std::string id;
    AccessKey details;
};
BOOST_DESCRIBE_STRUCT(AccessKeyCreated, (), (id, details))

struct AccessKeyStatusChanged {
    static constexpr std::string_view kName = "AccessKeyStatusChanged";
    std::string id;
    KeyStatus status = KeyStatus::Active;
};
BOOST_DESCRIBE_STRUCT(AccessKeyStatusChanged, (), (id, status))

struct AccessKeyDeleted {
    static constexpr std::string_view kName = "AccessKeyDeleted";
    std::string id;
};
BOOST_DESCRIBE_STRUCT(AccessKeyDeleted, (), (id))

void apply(State& state, const UserCreated& event);
void apply(State& state, const UserDeleted& event);
void apply(State& state, const RoleCreated& event);
void apply(State& state, const RoleDeleted& event);
void apply(State& state, const TrustPolicyChanged& event);
void apply(State& state, const AccessKeyCreated& event);
void apply(State& state, const AccessKeyStatusChanged& event);
void apply(State& state, const AccessKeyDeleted& event);

using IdentityEvent =
    std::variant<UserCreated, UserDeleted, RoleCreated, RoleDeleted, TrustPolicyChanged,
                 AccessKeyCreated, AccessKeyStatusChanged, AccessKeyDeleted>;

}  // namespace licet::model
