// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/services.h"

#include <cstddef>
#include <string>
#include <string_view>

/// What licet signs in the name of the accounts that issue it. Source: rules CO-7, CO-10.
namespace licet::api::license_manager {

struct SignedPayload {
    std::string token;  ///< a JWT (compact JWS, PS384); its `kid` is one of GetSigningKeys
    std::string key_id;
    /// The issuer's new key when this was the first that it signed. The caller commits it with its
    /// own events, or nobody can verify the token.
    model::Events events;
};

/// The size of the token that sign_as_issuer() makes of the JSON text.
std::size_t signed_size(std::string_view payload);

/// Signs the JSON text with the issuer's key, which is made if it has none. Changes nothing itself.
/// About half a millisecond on the engine's thread, which never waits for a key here.
/// @return `unavailable` while no new key is ready, Call::awaits_key being set; `internal` when the
///         issuer's key does not open.
Result<SignedPayload> sign_as_issuer(Call& call, AccountId issuer, std::string_view payload);

}  // namespace licet::api::license_manager
