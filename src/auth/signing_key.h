// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/crypto.h"

#include <array>
#include <string>
#include <string_view>

namespace licet::auth {

/// What a signature is good for; the last three parts of its credential scope.
struct Scope {
    std::string_view date;  ///< `YYYYMMDD`
    std::string_view region;
    std::string_view service;
};

/// The key that signs for one scope: four chained HMACs, the first keyed with the secret.
Sha256 derive_signing_key(std::string_view secret, const Scope& scope);

/// The signature, 64 lower-case hexadecimal digits, of one canonical request.
/// @param timestamp `YYYYMMDDTHHMMSSZ`.
std::string sign_canonical(const Sha256& key, std::string_view timestamp, const Scope& scope,
                           std::string_view canonical);

/// The last signing keys that proved right, so that a caller's next request costs one HMAC and not
/// five. Bounded: a key displaces the one in its slot. One thread at a time.
class SigningKeyCache {
public:
    static constexpr std::size_t kSlots = 256;

    /// @param credential the whole `Credential` of the request: access key id and scope.
    /// @return null unless this credential was remembered with this secret.
    const Sha256* find(std::string_view credential, std::string_view secret) const;

    /// Call only after a signature was verified, so that strangers cannot displace callers.
    void remember(std::string_view credential, std::string_view secret, const Sha256& key);

private:
    struct Entry {
        std::string credential;
        std::string secret;
        Sha256 key{};
    };

    std::array<Entry, kSlots> entries_;
};

}  // namespace licet::auth
