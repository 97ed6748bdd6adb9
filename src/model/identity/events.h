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

/// The user's keys, memberships and policies are gone before it.
struct UserDeleted {
    static constexpr std::string_view kName = "UserDeleted";
    OwnedName user;
};
BOOST_DESCRIBE_STRUCT(UserDeleted, (), (user))

/// Its keys, memberships and service credentials go with it.
struct UserRenamed {
    static constexpr std::string_view kName = "UserRenamed";
    OwnedName user;
    std::string new_name;
    std::string new_path;
};
BOOST_DESCRIBE_STRUCT(UserRenamed, (), (user, new_name, new_path))

struct GroupCreated {
    static constexpr std::string_view kName = "GroupCreated";
    OwnedName group;
    Group details;
};
BOOST_DESCRIBE_STRUCT(GroupCreated, (), (group, details))

/// Its members and policies are gone before it.
struct GroupDeleted {
    static constexpr std::string_view kName = "GroupDeleted";
    OwnedName group;
};
BOOST_DESCRIBE_STRUCT(GroupDeleted, (), (group))

struct GroupRenamed {
    static constexpr std::string_view kName = "GroupRenamed";
    OwnedName group;
    std::string new_name;
    std::string new_path;
};
BOOST_DESCRIBE_STRUCT(GroupRenamed, (), (group, new_name, new_path))

struct GroupMemberAdded {
    static constexpr std::string_view kName = "GroupMemberAdded";
    OwnedName group;
    std::string user;
};
BOOST_DESCRIBE_STRUCT(GroupMemberAdded, (), (group, user))

struct GroupMemberRemoved {
    static constexpr std::string_view kName = "GroupMemberRemoved";
    OwnedName group;
    std::string user;
};
BOOST_DESCRIBE_STRUCT(GroupMemberRemoved, (), (group, user))

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

struct RoleSettingsChanged {
    static constexpr std::string_view kName = "RoleSettingsChanged";
    OwnedName role;
    std::string description;
    std::int64_t max_session_seconds = 0;
};
BOOST_DESCRIBE_STRUCT(RoleSettingsChanged, (), (role, description, max_session_seconds))

struct TrustPolicyChanged {
    static constexpr std::string_view kName = "TrustPolicyChanged";
    OwnedName role;
    std::string trust_policy;
    std::map<std::string, std::string> trusted_ids;
};
BOOST_DESCRIBE_STRUCT(TrustPolicyChanged, (), (role, trust_policy, trusted_ids))

/// An inline policy was added or replaced.
struct InlinePolicyPut {
    static constexpr std::string_view kName = "InlinePolicyPut";
    IdentityName identity;
    std::string policy;
    std::string text;
};
BOOST_DESCRIBE_STRUCT(InlinePolicyPut, (), (identity, policy, text))

struct InlinePolicyDeleted {
    static constexpr std::string_view kName = "InlinePolicyDeleted";
    IdentityName identity;
    std::string policy;
};
BOOST_DESCRIBE_STRUCT(InlinePolicyDeleted, (), (identity, policy))

struct PolicyAttached {
    static constexpr std::string_view kName = "PolicyAttached";
    IdentityName identity;
    std::string policy;  ///< ARN
};
BOOST_DESCRIBE_STRUCT(PolicyAttached, (), (identity, policy))

struct PolicyDetached {
    static constexpr std::string_view kName = "PolicyDetached";
    IdentityName identity;
    std::string policy;  ///< ARN
};
BOOST_DESCRIBE_STRUCT(PolicyDetached, (), (identity, policy))

/// Of a user or role.
struct BoundaryChanged {
    static constexpr std::string_view kName = "BoundaryChanged";
    IdentityName identity;
    std::string policy;  ///< ARN; empty: it has none any more
};
BOOST_DESCRIBE_STRUCT(BoundaryChanged, (), (identity, policy))

/// Of a user or role.
struct IdentityTagged {
    static constexpr std::string_view kName = "IdentityTagged";
    IdentityName identity;
    Tags tags;  ///< all that it has now
};
BOOST_DESCRIBE_STRUCT(IdentityTagged, (), (identity, tags))

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
void apply(State& state, const UserRenamed& event);
void apply(State& state, const GroupCreated& event);
void apply(State& state, const GroupDeleted& event);
void apply(State& state, const GroupRenamed& event);
void apply(State& state, const GroupMemberAdded& event);
void apply(State& state, const GroupMemberRemoved& event);
void apply(State& state, const RoleCreated& event);
void apply(State& state, const RoleDeleted& event);
void apply(State& state, const RoleSettingsChanged& event);
void apply(State& state, const TrustPolicyChanged& event);
void apply(State& state, const InlinePolicyPut& event);
void apply(State& state, const InlinePolicyDeleted& event);
void apply(State& state, const PolicyAttached& event);
void apply(State& state, const PolicyDetached& event);
void apply(State& state, const BoundaryChanged& event);
void apply(State& state, const IdentityTagged& event);
void apply(State& state, const AccessKeyCreated& event);
void apply(State& state, const AccessKeyStatusChanged& event);
void apply(State& state, const AccessKeyDeleted& event);

using IdentityEvent =
    std::variant<UserCreated, UserDeleted, UserRenamed, GroupCreated, GroupDeleted, GroupRenamed,
                 GroupMemberAdded, GroupMemberRemoved, RoleCreated, RoleDeleted,
                 RoleSettingsChanged, TrustPolicyChanged, InlinePolicyPut, InlinePolicyDeleted,
                 PolicyAttached, PolicyDetached, BoundaryChanged, IdentityTagged, AccessKeyCreated,
                 AccessKeyStatusChanged, AccessKeyDeleted>;

}  // namespace licet::model
