// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>

namespace licet::decision {

/// Spreads the bits of a number over all 64.
constexpr std::uint64_t spread(std::uint64_t number) {
    number = (number ^ (number >> 30)) * 0xbf58476d1ce4e5b9U;
    number = (number ^ (number >> 27)) * 0x94d049bb133111ebU;
    return number ^ (number >> 31);
}

/// The same for numbers that are no one else's choice, in less time.
constexpr std::uint64_t spread_lightly(std::uint64_t number) {
    number *= 0x9e3779b97f4a7c15U;
    return number ^ (number >> 32);
}

inline std::uint64_t hash_of(std::string_view text) {
    return spread(std::hash<std::string_view>{}(text));
}

/// For maps that are asked with parts of texts.
struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
        return std::hash<std::string_view>{}(text);
    }
};

}  // namespace licet::decision
