// SPDX-License-Identifier: Apache-2.0
#include "model/token/claims.h"

#include "base/describe/describe.h"
#include "base/describe/json.h"
#include "model/state.h"

#include <algorithm>

namespace licet::model {
namespace {

constexpr describe::JsonFormat kClaimsFormat{describe::TimeFormat::epoch_seconds,
                                             describe::UnknownMembers::refuse, true};

std::int64_t seconds_of(Time time) {
    return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
}

TokenClaims claims_of(const State& state, const Id128& id, const LicenseToken& token) {
    TokenClaims claims{
        .iss = std::string{kTokenIssuer},
        .sub = token_id(id),
        .aud = license_arn(state.license.licenses.at(token.license).issuer, token.license),
        .amr = token.properties,
        .iat = seconds_of(token.created_at),
        .exp = seconds_of(token.expires_at),
        .role_arns = token.role_arns};
    claims.amr.push_back(issuer_method(token.owner));
    return claims;
}

}  // namespace

std::string issuer_method(AccountId owner) {
    return "aws:license-manager:token-issuer-account-id:" + owner.text();
}

TokenClaims refresh_claims(const State& state, const Id128& id, const LicenseToken& token) {
    return claims_of(state, id, token);
}

TokenClaims access_claims(const State& state, const Id128& id, const LicenseToken& token,
                          Time now) {
    TokenClaims claims = claims_of(state, id, token);
    claims.token_use = TokenUse::access;
    claims.iat = seconds_of(now);
    claims.exp = std::min(claims.exp, seconds_of(now + kAccessTokenLife));
    return claims;
}

std::string write_claims(const TokenClaims& claims) {
    std::string json;
    describe::write_json(describe::type_of<TokenClaims>(), &claims, kClaimsFormat, json);
    return json;
}

Result<TokenClaims> read_claims(std::string_view json) {
    TokenClaims claims;
    LICET_TRY_VOID(
        describe::read_json(describe::type_of<TokenClaims>(), &claims, kClaimsFormat, json));
    return claims;
}

}  // namespace licet::model
