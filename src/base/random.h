// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace licet {

/// Where random bytes come from. Each implementation states its thread rule.
class Random {
public:
    virtual ~Random() = default;
    virtual void fill(std::span<std::uint8_t> out) = 0;

    std::uint64_t next();
    /// Uniform in [0, bound). @param bound at least 1.
    std::uint64_t below(std::uint64_t bound);
    /// `length` characters drawn uniformly from `alphabet` (1 to 256 characters).
    std::string text(std::string_view alphabet, std::size_t length);
};

inline constexpr std::string_view kHexDigits = "0123456789abcdef";
inline constexpr std::string_view kLowerAlphanumeric = "abcdefghijklmnopqrstuvwxyz0123456789";
inline constexpr std::string_view kBase32Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The operating system's generator, fit for secrets. Thread-safe.
class SystemRandom final : public Random {
public:
    void fill(std::span<std::uint8_t> out) override;
};

/// The same bytes for the same seed on every machine; never for secrets. One thread at a time.
class SeededRandom final : public Random {
public:
    explicit SeededRandom(std::uint64_t seed) : state_{seed} {}
    void fill(std::span<std::uint8_t> out) override;

private:
    std::uint64_t state_;
};

}  // namespace licet
