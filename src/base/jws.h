// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/rsa.h"

#include <cstddef>
#include <string>
#include <string_view>

/// Tokens in compact JWS form, signed by PS384 and by nothing else. Source: RFC 7515, RFC 7518,
/// RFC 8725; rules CO-7, CO-10.
namespace licet::jws {

/// Longer tokens are not looked at, in bytes. License Manager's own are at most 4,096.
inline constexpr std::size_t kTokenMax = 16'384;
inline constexpr std::size_t kKeyIdMax = 128;

/// `<header>.<payload>.<signature>`, the header naming PS384 and the key.
/// @param payload JSON text
std::string sign(const RsaKey& key, std::string_view key_id, std::string_view payload);

/// The size of what sign() makes, known without the key.
std::size_t signed_size(std::string_view key_id, std::string_view payload);

/// A token taken apart. Nothing in it may be believed before verify().
struct Parsed {
    std::string key_id;         ///< of the header: which key it claims to be signed by
    std::string payload;        ///< the bytes that were signed, decoded; any bytes at all
    std::string signing_input;  ///< the first two parts, as they stand
    std::string signature;
};

/// Reads a foreign token strictly: three parts of base64url with one spelling each, a header that
/// is a JSON object with `alg` exactly PS384, `typ` JWT where there is one, a `kid`, and nothing
/// that would have to be understood (`crit`, a key or an address of one).
/// @return `invalid`; the message holds nothing of the token.
Result<Parsed> parse(std::string_view token);

/// @return `invalid` unless the signature is the key's.
Result<void> verify(const Parsed& token, const RsaPublicKey& key);

}  // namespace licet::jws
