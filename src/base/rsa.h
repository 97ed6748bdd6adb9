// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <atomic>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct evp_pkey_st;

/// RSA keys for PS384: RSASSA-PSS with SHA-384, MGF1 with SHA-384 and a salt of 48 bytes.
/// Source: RFC 7518 section 3.5; rule CO-7.
namespace licet {

inline constexpr int kRsaBits = 2048;

/// The public half, as the numbers of a JWK. A value.
struct RsaPublicKey {
    std::string n;  ///< the modulus: base64url of its big-endian bytes, without leading zeros
    std::string e;  ///< the exponent, likewise

    bool operator==(const RsaPublicKey&) const = default;
};

inline constexpr std::size_t kThumbprintCharacters = 43;

/// What names the key: the base64url of its RFC 7638 thumbprint (SHA-256).
std::string thumbprint(const RsaPublicKey& key);

/// @return `invalid` when the signature is not one of `data` by the key, or the key is none.
Result<void> verify_ps384(const RsaPublicKey& key, std::string_view data,
                          std::string_view signature);

/// A private key. Immutable; thread-safe.
class RsaKey {
public:
    /// Makes a key; 50 to 300 ms. @return nothing once `cancelled` is set.
    static std::optional<RsaKey> generate(const std::atomic<bool>& cancelled);

    /// @return `invalid` for anything but the PKCS #8 DER of an RSA key of kRsaBits.
    static Result<RsaKey> parse(std::string_view pkcs8);

    /// The whole key as PKCS #8 DER: a secret.
    std::string pkcs8() const;
    const RsaPublicKey& public_key() const { return public_; }

    /// The PS384 signature of `data`: kRsaBits / 8 bytes, different each time.
    std::string sign_ps384(std::string_view data) const;

private:
    RsaKey(std::shared_ptr<evp_pkey_st> key, RsaPublicKey numbers)
        : key_{std::move(key)}, public_{std::move(numbers)} {}

    std::shared_ptr<evp_pkey_st> key_;
    RsaPublicKey public_;
};

}  // namespace licet
