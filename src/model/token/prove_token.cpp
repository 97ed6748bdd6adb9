// SPDX-License-Identifier: Apache-2.0
#include "model/token/prove_token.h"

#include "base/jws.h"
#include "model/state.h"
#include "model/token/create_token.h"

namespace licet::model {
namespace {

Error untrusted() {
    return {ErrorKind::invalid, "Invalid token: it is not one that License Manager gave out"};
}

/// The claims, once a key of ours is found to have signed them.
Result<TokenClaims> signed_claims(const IssuerKey& key, const jws::Parsed& parsed) {
    LICET_TRY_VOID(jws::verify(parsed, {key.n, key.e}));
    return read_claims(parsed.payload);
}

/// Whether the token behind the claims is the one they speak of.
bool is_about(const State& state, const TokenClaims& claims, const LicenseToken& token,
              const IssuerKey& key) {
    const License* license = find_license(state.license, token.license);
    return token.owner == key.account && license != nullptr &&
           claims.aud == license_arn(license->issuer, token.license);
}

Result<void> check_standing(const State& state, const LicenseToken& token, Time now) {
    const Account* owner = find_account(state.organization, token.owner);
    if (token.status == TokenStatus::DELETED || owner == nullptr ||
        owner->state != AccountState::ACTIVE) {
        return Error{ErrorKind::denied, "the token was deleted; ask its issuer for another"};
    }
    if (!may_create_tokens(state, token.owner, token.license, now)) {
        return Error{ErrorKind::denied,
                     "the license behind the token cannot be used now; ask the token's issuer"};
    }
    return {};
}

}  // namespace

Result<ProvenToken> prove_token(const State& state, std::string_view text, TokenUse use, Time now) {
    const auto parsed = jws::parse(text.substr(0, kTokenTextMax + 1));
    if (text.size() > kTokenTextMax || !parsed.ok()) {
        return untrusted();
    }
    const IssuerKey* key = find_issuer_key(state.token.issuer_keys, parsed->key_id);
    if (key == nullptr) {
        return untrusted();
    }
    auto claims = signed_claims(*key, *parsed);
    if (!claims.ok() || claims->iss != kTokenIssuer || claims->token_use != use) {
        return untrusted();
    }
    const auto id = parse_token_id(claims->sub);
    const LicenseToken* token = id.ok() ? find_token(state.token, *id) : nullptr;
    if (token == nullptr || !is_about(state, *claims, *token, *key)) {
        return untrusted();
    }
    if (now >= Time{std::chrono::seconds{claims->exp}}) {
        return Error{ErrorKind::conflict, "the token has expired"};
    }
    LICET_TRY_VOID(check_standing(state, *token, now));
    return ProvenToken{.id = *id, .token = token, .claims = *std::move(claims)};
}

}  // namespace licet::model
