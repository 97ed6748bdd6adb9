// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "auth/request_view.h"
#include "auth/sigv4.h"
#include "base/result.h"
#include "base/time.h"

#include <optional>
#include <string_view>

/// Bedrock API keys: what a caller shows instead of a signature. Source: Bedrock User Guide, "API
/// keys"; design.md, 4.
namespace licet::auth {

/// The key that a request carries as `Authorization: Bearer <key>`, or as `x-api-key` where nothing
/// else proves who calls. Nothing when the request is signed or carries neither. Refers to the
/// request.
std::optional<std::string_view> presented_api_key(const SignedRequest& request);

/// Finds out whose key it is. Thread-safe; one SHA-256, whether the key exists or not.
/// @return the user, as Principal::api_key, without region and service: a key says neither; the
///         Refusal invalid_api_key for keys that are malformed, unknown, wrong or inactive alike;
///         expired_api_key only for who knows the secret.
Result<Authenticated> authenticate_api_key(std::string_view key, const CredentialSource& source,
                                           Time now);

}  // namespace licet::auth
