// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/ids.h"
#include "base/time.h"

#include <boost/describe.hpp>

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace licet::model {

/// The RSA key with which one account signs what it issues: tokens, borrowed licenses. The key's
/// id is the RFC 7638 thumbprint of its public part. Source: rules CO-7, CO-10.
struct IssuerKey {
    AccountId account;
    std::string n;               ///< the modulus, as in a JWK: base64url
    std::string e;               ///< the public exponent, as in a JWK
    std::string sealed_private;  ///< base64 of the PKCS #8 key sealed under the master key, context
                                 ///< = the key id
    Time created_at;
};
BOOST_DESCRIBE_STRUCT(IssuerKey, (), (account, n, e, sealed_private, created_at))

/// All signing keys. Owned by the engine's thread.
struct IssuerKeys {
    std::map<std::string, IssuerKey, std::less<>> keys;  ///< by id

    // Derived; not stored. Sets are never empty.
    std::map<AccountId, std::set<std::string>> by_account;

    void rebuild_indexes();
};
BOOST_DESCRIBE_STRUCT(IssuerKeys, (), (keys))

/// A key and its id. Refers into the state.
struct NamedIssuerKey {
    std::string_view id;
    const IssuerKey* key = nullptr;
};

/// Null when there is none.
const IssuerKey* find_issuer_key(const IssuerKeys& state, std::string_view id);

/// The account's keys, the one it signs with first. Empty when it has signed nothing yet.
std::vector<NamedIssuerKey> issuer_keys_of(const IssuerKeys& state, AccountId account);

}  // namespace licet::model
