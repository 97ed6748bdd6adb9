// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/token/token.h"

#include <boost/describe.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace licet::model {

struct State;

enum class TokenUse { refresh, access };
BOOST_DESCRIBE_ENUM(TokenUse, refresh, access)

/// What a token says: the payload of the JWT, its members named as in it. Source: rule CO-10.
struct TokenClaims {
    std::string iss;               ///< kTokenIssuer
    std::string sub;               ///< the refresh token's id
    std::string aud;               ///< ARN of the license
    std::vector<std::string> amr;  ///< the TokenProperties, then issuer_method()
    std::int64_t iat = 0;          ///< seconds since 1970
    std::int64_t exp = 0;          ///< seconds since 1970
    TokenUse token_use = TokenUse::refresh;
    std::vector<std::string> role_arns;
};
BOOST_DESCRIBE_STRUCT(TokenClaims, (), (iss, sub, aud, amr, iat, exp, token_use, role_arns))

inline constexpr std::string_view kTokenIssuer = "https://openid-license-manager.amazonaws.com";

/// An access token's life, unless its refresh token ends before. Source: rule CO-10.
inline constexpr std::chrono::hours kAccessTokenLife{1};

/// `aws:license-manager:token-issuer-account-id:<account>`: by this element of `amr` roles tell
/// whose token it is. Source: License Manager user guide, "Get temporary credentials".
std::string issuer_method(AccountId owner);

TokenClaims refresh_claims(const State& state, const Id128& id, const LicenseToken& token);
TokenClaims access_claims(const State& state, const Id128& id, const LicenseToken& token, Time now);

std::string write_claims(const TokenClaims& claims);
/// @return `invalid` for what is no such JSON.
Result<TokenClaims> read_claims(std::string_view json);

}  // namespace licet::model
