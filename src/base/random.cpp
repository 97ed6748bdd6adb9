// SPDX-License-Identifier: Apache-2.0
#include "base/random.h"

#include "base/check.h"

#include <openssl/rand.h>

#include <cstring>

namespace licet {

std::uint64_t Random::next() {
    std::uint8_t bytes[8];
    fill(bytes);
    std::uint64_t value = 0;
    for (const auto byte : bytes) {
        value = (value << 8) | byte;
    }
    return value;
}

std::uint64_t Random::below(std::uint64_t bound) {
    LICET_CHECK(bound > 0);
    const std::uint64_t limit = UINT64_MAX - UINT64_MAX % bound;  // rejects the biased tail
    std::uint64_t value = next();
    while (value >= limit) {
        value = next();
    }
    return value % bound;
}

std::string Random::text(std::string_view alphabet, std::size_t length) {
    LICET_CHECK(!alphabet.empty() && alphabet.size() <= 256);
    const std::size_t usable = 256 - 256 % alphabet.size();
    std::string out;
    out.reserve(length);
    std::uint8_t bytes[64];
    while (out.size() < length) {
        fill(bytes);
        for (std::size_t i = 0; i < sizeof bytes && out.size() < length; ++i) {
            if (bytes[i] < usable) {
                out += alphabet[bytes[i] % alphabet.size()];
            }
        }
    }
    return out;
}

void SystemRandom::fill(std::span<std::uint8_t> out) {
    LICET_CHECK(RAND_bytes(out.data(), static_cast<int>(out.size())) == 1);
}

void SeededRandom::fill(std::span<std::uint8_t> out) {
    // splitmix64: every output depends on all bits of the seed, and the period is 2^64.
    for (std::size_t i = 0; i < out.size(); i += 8) {
        std::uint64_t z = (state_ += 0x9e3779b97f4a7c15U);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
        z ^= z >> 31;
        std::memcpy(out.data() + i, &z, std::min<std::size_t>(8, out.size() - i));
    }
}

}  // namespace licet
