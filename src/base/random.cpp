// SPDX-License-Identifier: Apache-2.0
#include "base/random.h"

#include "base/check.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <array>
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

namespace {

void generate(std::span<std::uint8_t> out) {
    LICET_CHECK(RAND_bytes(out.data(), static_cast<int>(out.size())) == 1);
}

/// Bytes for this thread's next calls: asking the generator for a few takes as long as for many.
class Stock {
public:
    static constexpr std::size_t kLargestTake = 64;

    ~Stock() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }

    void take(std::span<std::uint8_t> out) {
        if (out.size() > left_) {
            generate(bytes_);
            left_ = bytes_.size();
        }
        left_ -= out.size();
        std::memcpy(out.data(), bytes_.data() + left_, out.size());
        OPENSSL_cleanse(bytes_.data() + left_, out.size());  // a byte is given once
    }

private:
    std::array<std::uint8_t, 4096> bytes_{};
    std::size_t left_ = 0;  // at the front
};

}  // namespace

void SystemRandom::fill(std::span<std::uint8_t> out) {
    if (out.empty()) {
        return;
    }
    thread_local Stock stock;
    if (out.size() <= Stock::kLargestTake) {
        stock.take(out);
    } else {
        generate(out);
    }
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
