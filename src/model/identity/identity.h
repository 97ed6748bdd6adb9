// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/context.h"
#include "model/identity/key_status.h"
#include "model/identity/managed_policy.h"
#include "model/identity/owned_name.h"
#include "model/identity/service_credential.h"
#include "policy/library.h"

#include <boost/describe.hpp>

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>

namespace licet::model {

enum class IdentityKind { user, group, role };
BOOST_DESCRIBE_ENUM(IdentityKind, user, group, role)

/// What policies are attached to.
struct IdentityName {
    IdentityKind kind = IdentityKind::user;
    OwnedName name;
    auto operator<=>(const IdentityName&) const = default;
};
BOOST_DESCRIBE_STRUCT(IdentityName, (), (kind, name))

/// An inline policy.
struct PolicyText {
    std::string text;                   ///< as given, understood when it was written
    policy::DocumentPtr document = {};  ///< derived from the text; not stored
};
BOOST_DESCRIBE_STRUCT(PolicyText, (), (text))
using InlinePolicies = std::map<std::string, PolicyText>;  ///< by name

struct User {
    std::string id;    ///< `AIDA…`
    std::string path;  ///< `/` or `/a/b/`
    Time created_at;
    Tags tags;
    InlinePolicies policies;
    std::set<std::string> attached;  ///< ARNs of managed policies
    std::string boundary;            ///< ARN of a managed policy; empty: none
};
BOOST_DESCRIBE_STRUCT(User, (), (id, path, created_at, tags, policies, attached, boundary))

struct Group {
    std::string id;  ///< `AGPA…`
    std::string path;
    Time created_at;
    std::set<std::string> members;  ///< names of users of the same account
    InlinePolicies policies;
    std::set<std::string> attached;
};
BOOST_DESCRIBE_STRUCT(Group, (), (id, path, created_at, members, policies, attached))

struct Role {
    std::string id;            ///< `AROA…`
    std::string path;          ///< `/aws-service-role/<service>/` for service-linked roles
    std::string trust_policy;  ///< the JSON text as given, understood when it was written
    /// The unique ids that the users and roles named by the policy had when it was written, by ARN:
    /// who is deleted and made again under the same name is not trusted.
    std::map<std::string, std::string> trusted_ids;
    std::string description;
    std::int64_t max_session_seconds = 3600;
    Time created_at;
    Tags tags;
    InlinePolicies policies;
    std::set<std::string> attached;
    std::string boundary;
};
BOOST_DESCRIBE_STRUCT(Role, (),
                      (id, path, trust_policy, trusted_ids, description, max_session_seconds,
                       created_at, tags, policies, attached, boundary))

struct AccessKey {
    AccountId account;
    std::string user_name;  ///< empty: the account's root
    std::string
        sealed_secret;  ///< base64 of the secret sealed under the master key, context = the key id
    KeyStatus status = KeyStatus::Active;
    Time created_at;
};
BOOST_DESCRIBE_STRUCT(AccessKey, (), (account, user_name, sealed_secret, status, created_at))

/// How often the users, groups and roles of one account use a managed policy.
struct PolicyUse {
    std::size_t attachments = 0;
    std::size_t boundaries = 0;
};

/// The identities part of the state. Owned by the engine's thread.
struct Identities {
    std::map<OwnedName, User> users;
    std::map<OwnedName, Group> groups;
    std::map<OwnedName, Role> roles;
    std::map<std::string, AccessKey, std::less<>> access_keys;  ///< by `AKIA…`
    ManagedPolicies managed_policies;
    ServiceCredentials service_credentials;

    // Derived; not stored. Sets are never empty.
    std::map<std::string, OwnedName, std::less<>> role_by_id;
    std::map<OwnedName, std::set<std::string>> keys_by_user;  ///< an empty name: the account's root
    std::map<OwnedName, std::set<std::string>> groups_by_user;
    std::map<OwnedName, PolicyUse> policy_uses;  ///< by account and the policy's ARN; never unused
    policy::Library library;                     ///< of the documents of all policies

    void rebuild_indexes();
};
BOOST_DESCRIBE_STRUCT(Identities, (),
                      (users, groups, roles, access_keys, managed_policies, service_credentials))

/// Null when there is none. find_role knows no role that exists only by derivation
/// (service_linked_roles.h).
const User* find_user(const Identities& state, AccountId account, std::string_view name);
const Group* find_group(const Identities& state, AccountId account, std::string_view name);
const Role* find_role(const Identities& state, AccountId account, std::string_view name);
const AccessKey* find_access_key(const Identities& state, std::string_view id);

/// The ids of a user's keys in ascending order. @param owner an empty name: the account's root.
const std::set<std::string>& access_keys_of(const Identities& state, const OwnedName& owner);

/// The names of the groups that a user is a member of, in ascending order.
const std::set<std::string>& groups_of(const Identities& state, const OwnedName& user);

/// How an account uses a managed policy, one of its own or of AWS.
PolicyUse use_of_policy(const Identities& state, AccountId account, const std::string& arn);

std::string user_arn(AccountId account, std::string_view path, std::string_view name);
std::string group_arn(AccountId account, std::string_view path, std::string_view name);
std::string role_arn(AccountId account, std::string_view path, std::string_view name);
std::string root_arn(AccountId account);
/// `arn:aws:sts::<account>:assumed-role/<role>/<session>`
std::string session_arn(AccountId account, std::string_view role, std::string_view session);

/// New unique ids: `AIDA…`, `AGPA…` and `AROA…`, 21 characters.
std::string new_user_id(Random& random);
std::string new_group_id(Random& random);
std::string new_role_id(Random& random);

}  // namespace licet::model
