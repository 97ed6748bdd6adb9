// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/token/claims.h"

#include <string_view>

namespace licet::model {

/// A token whose signature, claims and standing hold. Refers into the state.
struct ProvenToken {
    Id128 id;
    const LicenseToken* token = nullptr;
    TokenClaims claims;
};

/// Believes a foreign text to be a token of that use, or says why not. Unknown, foreign and
/// tampered tokens look the same. One RSA verification, about 50 microseconds.
///
/// @return `invalid` for what is no token of ours; `conflict` for one past its expiry; `denied` for
///         one that was deleted or whose owner may no longer create tokens of the license. The
///         message holds nothing of the token.
/// Source: rules CO-10, LI-5.
Result<ProvenToken> prove_token(const State& state, std::string_view text, TokenUse use, Time now);

}  // namespace licet::model
