// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/context.h"

#include <boost/describe.hpp>

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>

namespace licet::model {

enum class KeyStatus { Active, Inactive };
BOOST_DESCRIBE_ENUM(KeyStatus, Active, Inactive)

struct User {
    std::string id;    ///< `AIDA…`
    std::string path;  ///< `/` or `/a/b/`
    Time created_at;
    Tags tags;
};
BOOST_DESCRIBE_STRUCT(User, (), (id, path, created_at, tags))

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
};
BOOST_DESCRIBE_STRUCT(Role, (),
                      (id, path, trust_policy, trusted_ids, description, max_session_seconds,
                       created_at, tags))

struct AccessKey {
    AccountId account;
    std::string user_name;  ///< empty: the account's root
    std::string
        sealed_secret;  ///< base64 of the secret sealed under the master key, context = the key id
    KeyStatus status = KeyStatus::Active;
    Time created_at;
};
BOOST_DESCRIBE_STRUCT(AccessKey, (), (account, user_name, sealed_secret, status, created_at))

/// A user or role is found by its account and name.
struct OwnedName {
    AccountId account;
    std::string name;

    static Result<OwnedName> parse(std::string_view text);  ///< `<12 digits>/<name>`
    std::string text() const;
    auto operator<=>(const OwnedName&) const = default;
};

/// The identities part of the state. Owned by the engine's thread.
struct Identities {
    std::map<OwnedName, User> users;
    std::map<OwnedName, Role> roles;
    std::map<std::string, AccessKey, std::less<>> access_keys;  ///< by `AKIA…`

    // Derived; not stored. Sets are never empty.
    std::map<std::string, OwnedName, std::less<>> role_by_id;
    std::map<OwnedName, std::set<std::string>> keys_by_user;  ///< an empty name: the account's root

    void rebuild_indexes();
};
BOOST_DESCRIBE_STRUCT(Identities, (), (users, roles, access_keys))

/// Null when there is none. find_role knows no role that exists only by derivation
/// (service_linked_roles.h).
const User* find_user(const Identities& state, AccountId account, std::string_view name);
const Role* find_role(const Identities& state, AccountId account, std::string_view name);
const AccessKey* find_access_key(const Identities& state, std::string_view id);

/// The ids of a user's keys in ascending order. @param owner an empty name: the account's root.
const std::set<std::string>& access_keys_of(const Identities& state, const OwnedName& owner);

std::string user_arn(AccountId account, std::string_view path, std::string_view name);
std::string role_arn(AccountId account, std::string_view path, std::string_view name);
std::string root_arn(AccountId account);
/// `arn:aws:sts::<account>:assumed-role/<role>/<session>`
std::string session_arn(AccountId account, std::string_view role, std::string_view session);

/// New unique ids: `AIDA…` and `AROA…`, 21 characters.
std::string new_user_id(Random& random);
std::string new_role_id(Random& random);

}  // namespace licet::model
