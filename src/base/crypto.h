// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/random.h"
#include "base/result.h"

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace licet {

using Sha256 = std::array<std::uint8_t, 32>;

Sha256 sha256(std::string_view data);
/// SHA-256 over the concatenation of `parts`, without copying them together.
Sha256 sha256(std::span<const std::string_view> parts);
Sha256 hmac_sha256(std::span<const std::uint8_t> key, std::string_view data);

/// Compares in time that depends on the lengths only; use it for every secret, signature and token.
bool equal_constant_time(std::string_view a, std::string_view b);

/// A key for sealing secrets: 256 bits, kept outside the log. Immutable; copies are wiped on
/// destruction.
class SealingKey {
public:
    explicit SealingKey(const std::array<std::uint8_t, 32>& bytes) : bytes_{bytes} {}
    SealingKey(const SealingKey&) = default;
    SealingKey& operator=(const SealingKey&) = default;
    ~SealingKey();

    /// AES-256-GCM: 12 bytes of random nonce, the cipher text, 16 bytes of tag.
    /// @param context what the secret belongs to; opening needs the same text.
    std::string seal(std::string_view secret, std::string_view context, Random& random) const;

    /// @return `invalid` when the bytes were not sealed by this key for this context.
    Result<std::string> open(std::string_view sealed, std::string_view context) const;

    /// A key for one purpose, derived from this one (HMAC-SHA-256 of the purpose).
    SealingKey derive(std::string_view purpose) const;

    std::span<const std::uint8_t> bytes() const { return bytes_; }

private:
    std::array<std::uint8_t, 32> bytes_;
};

}  // namespace licet
