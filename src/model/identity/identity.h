// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/context.h"

#include <boost/describe.hpp>

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

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
    std::string description;
    std::int64_t max_session_seconds = 3600;
    Time created_at;
    Tags tags;
};
BOOST_DESCRIBE_STRUCT(Role, (),
                      (id, path, trust_policy, description, max_session_seconds, created_at, tags))

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

    // Derived; not stored.
    std::map<std::string, OwnedName, std::less<>> role_by_id;

    void rebuild_indexes();
};
BOOST_DESCRIBE_STRUCT(Identities, (), (users, roles, access_keys))

const User* find_user(const Identities& state, AccountId account, std::string_view name);
const Role* find_role(const Identities& state, AccountId account, std::string_view name);

std::string user_arn(AccountId account, const std::string& path, const std::string& name);
std::string role_arn(AccountId account, const std::string& path, const std::string& name);

}  // namespace licet::model
