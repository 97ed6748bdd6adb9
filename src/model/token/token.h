// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/ids.h"
#include "base/time.h"
#include "model/token/issuer_keys.h"

#include <boost/describe.hpp>

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace licet::model {

enum class TokenStatus { AVAILABLE, DELETED };
BOOST_DESCRIBE_ENUM(TokenStatus, AVAILABLE, DELETED)

std::string_view name_of(TokenStatus status);

/// Bytes of a token's text. Source: License Manager, TokenString.
inline constexpr std::size_t kTokenTextMax = 4'096;

/// A refresh token, all but its text: that is a secret and known to its bearer only. It is proven
/// by its signature and found by the id in it. Source: rule CO-10.
struct LicenseToken {
    AccountId owner;  ///< who called CreateToken, the token's issuer
    Id128 license;
    std::string key;                      ///< id of the issuer key it is signed with
    std::vector<std::string> role_arns;   ///< the roles it is for; none: any that trusts it
    std::vector<std::string> properties;  ///< TokenProperties
    Time created_at;
    Time expires_at;
    TokenStatus status = TokenStatus::AVAILABLE;
};
BOOST_DESCRIBE_STRUCT(LicenseToken, (),
                      (owner, license, key, role_arns, properties, created_at, expires_at, status))

/// Tokens and signing keys in the state. Owned by the engine's thread.
struct Tokens {
    std::map<Id128, LicenseToken> tokens;
    IssuerKeys issuer_keys;

    // Derived; not stored. Sets are never empty, counts never 0.
    std::map<AccountId, std::set<Id128>> by_owner;
    std::map<AccountId, std::size_t> available;  ///< how many of the owner's are AVAILABLE

    void rebuild_indexes();
};
BOOST_DESCRIBE_STRUCT(Tokens, (), (tokens, issuer_keys))

/// Null when there is none.
const LicenseToken* find_token(const Tokens& state, const Id128& id);

/// The owner's tokens, by id.
const std::set<Id128>& tokens_of(const Tokens& state, AccountId owner);

/// `t-<32 hex>`
std::string token_id(const Id128& id);
/// @return `invalid` for anything else.
Result<Id128> parse_token_id(std::string_view text);

}  // namespace licet::model
