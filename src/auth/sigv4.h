// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "auth/request_view.h"
#include "auth/session_tokens.h"
#include "base/ids.h"
#include "base/result.h"
#include "base/time.h"
#include "model/identity/principal.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace licet::auth {

/// A long-term access key. Refers to its source.
struct Credential {
    std::string_view secret;
    bool active;
    const model::Principal& principal;
};

/// A Bedrock API key. Refers to its source.
struct ApiKey {
    std::string_view salt;  ///< bytes
    std::string_view hash;  ///< as model::api_key_hash() returns it
    bool active;
    Time expires_at;
    const model::Principal& principal;
};

/// Where keys and roles are looked up: an immutable snapshot. Implementations are thread-safe and
/// do no I/O.
class CredentialSource {
public:
    virtual ~CredentialSource() = default;

    /// Inactive keys are found as well; keys of deleted users are not.
    virtual std::optional<Credential> find_key(std::string_view access_key_id) const = 0;

    /// By its public part, `<user>-at-<account>`. Inactive and expired keys are found as well.
    virtual std::optional<ApiKey> find_api_key(std::string_view alias) const = 0;

    /// Whether the role with this unique id (`AROA…`) still exists in the account.
    virtual bool role_exists(AccountId account, std::string_view role_id) const = 0;
};

struct Settings {
    /// How far the date of a signed request may be from ours, either way.
    Milliseconds clock_skew{std::chrono::minutes{5}};
};

/// Who called, proven.
struct Authenticated {
    model::Principal principal;
    std::string region;   ///< of the credential scope
    std::string service;  ///< of the credential scope, such as `license-manager`
};

/// Finds out who signed the request, by Signature Version 4 in its header or presigned form.
///
/// A signature in the header is good while its date is within clock_skew of `now`; a presigned
/// request from clock_skew before its date until X-Amz-Expires seconds after it, both ends
/// included. The body's hash is always checked unless the caller signed UNSIGNED-PAYLOAD.
/// Thread-safe; about one SHA-256 of the body and one HMAC when the caller was seen on this thread.
///
/// Source: IAM User Guide, "AWS Signature Version 4 for API requests".
/// @return a Refusal (auth/refusal.h) as Error::name; the message never holds a secret, a signature
/// or
///         the canonical request.
Result<Authenticated> authenticate(const SignedRequest& request, const CredentialSource& source,
                                   const SessionTokens& tokens, Time now,
                                   const Settings& settings = {});

}  // namespace licet::auth
