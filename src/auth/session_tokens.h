// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/crypto.h"
#include "base/result.h"
#include "base/time.h"
#include "model/identity/principal.h"

#include <cstddef>
#include <string>
#include <string_view>

namespace licet::auth {

/// Temporary credentials as STS hands them out.
struct SessionCredentials {
    std::string access_key_id;  ///< `ASIA` and 16 characters
    std::string secret;         ///< 40 characters
    std::string session_token;  ///< base64
    Time expires_at;
};

/// What a session token says.
struct Session {
    /// With access_key_id and times of the session itself.
    model::Principal principal;
    std::string secret;

    /// The long-term key the session was made with (GetSessionToken) and dies with; empty for a
    /// role.
    std::string parent_access_key_id;
};

/// Issues and opens session tokens. A token holds all there is to know about its session, sealed,
/// so that issuing one changes no state and any node with the same master key can open it.
/// Immutable.
///
/// Source: STS API Reference, Credentials; design 4.
class SessionTokens {
public:
    /// No text of a session may be longer, in bytes.
    static constexpr std::size_t kMaxTextLength = 2048;
    /// Longer tokens are refused unread.
    static constexpr std::size_t kMaxTokenLength = 20 * 1024;
    static constexpr std::string_view kAccessKeyPrefix = "ASIA";

    explicit SessionTokens(const SealingKey& master) : key_{master.derive("sts-session-token")} {}

    /// @param who any kind but `service`, with the time of issue; its access_key_id and
    ///        session_expires_at are ignored.
    /// @return `invalid` when a text of `who` is longer than kMaxTextLength.
    Result<SessionCredentials> issue(const model::Principal& who,
                                     std::string_view parent_access_key_id, Time expires_at,
                                     Random& random) const;

    /// @return the Refusal unknown_client when the token is not ours, was altered, or belongs to
    ///         another access key; expired_token from `expires_at` on.
    Result<Session> open(std::string_view token, std::string_view access_key_id, Time now) const;

private:
    SealingKey key_;
};

}  // namespace licet::auth
