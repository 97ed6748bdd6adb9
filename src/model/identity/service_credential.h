// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/context.h"
#include "model/identity/key_status.h"
#include "model/identity/owned_name.h"

#include <boost/describe.hpp>

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>

namespace licet::model {

struct Identities;

/// What a user shows to one service instead of a signature: a Bedrock API key. Only the hash of the
/// secret is known.
struct ServiceCredential {
    AccountId account;
    std::string user_name;
    std::string service;  ///< `bedrock.amazonaws.com`
    std::string alias;    ///< the public part of the key, `<user>-at-<account>`; nobody else has it
    std::string salt;     ///< base64
    std::string hash;     ///< base64 of SHA-256 over salt and secret
    KeyStatus status = KeyStatus::Active;
    Time created_at;
    std::optional<Time> expires_at;
};
BOOST_DESCRIBE_STRUCT(ServiceCredential, (),
                      (account, user_name, service, alias, salt, hash, status, created_at,
                       expires_at))

/// All service-specific credentials. Owned by the engine's thread.
struct ServiceCredentials {
    std::map<std::string, ServiceCredential, std::less<>> credentials;  ///< by `ACCA…`

    // Derived; not stored. Sets are never empty.
    std::map<std::string, std::string, std::less<>> by_alias;
    std::map<OwnedName, std::set<std::string>> by_user;

    void add(const std::string& id, const ServiceCredential& credential);
    void remove(std::string_view id);
    void rebuild_indexes();
};
BOOST_DESCRIBE_STRUCT(ServiceCredentials, (), (credentials))

/// Null when there is none.
const ServiceCredential* find_service_credential(const Identities& state, std::string_view id);

/// The ids of a user's credentials in ascending order.
const std::set<std::string>& service_credentials_of(const Identities& state, const OwnedName& user);

}  // namespace licet::model
