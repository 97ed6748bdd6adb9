// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace licet::guardrail {

enum class Letters { as_written, either_case };

enum class Assertion : std::uint8_t { word_boundary, no_word_boundary, text_begin, text_end };

/// A step of a nondeterministic automaton over the bytes of UTF-8.
struct Node {
    enum class Kind : std::uint8_t { range, set, split, assertion, accept };
    Kind kind = Kind::accept;
    Assertion assertion = Assertion::text_begin;
    std::uint8_t low = 0;  ///< of a range: the bytes that it takes
    std::uint8_t high = 0;
    std::uint32_t next = 0;
    std::uint32_t other = 0;  ///< of a split; of a set its number

    bool takes_byte() const { return kind == Kind::range || kind == Kind::set; }
};

/// Several ranges of bytes.
class ByteSet {
public:
    void add(unsigned low, unsigned high) {
        for (auto byte = low; byte <= high; ++byte) {
            bits_[byte / 64] |= std::uint64_t{1} << (byte % 64);
        }
    }
    bool has(unsigned byte) const { return (bits_[byte / 64] >> (byte % 64) & 1U) != 0; }
    bool operator==(const ByteSet&) const = default;

private:
    std::array<std::uint64_t, 4> bits_{};
};

/// Between which bytes a position lies.
struct Place {
    bool begin = false;  ///< of the text
    bool end = false;
    bool word_before = false;
    bool word_after = false;
    bool holds(Assertion assertion) const;
};

/// A letter, digit or underscore of ASCII.
bool is_word(unsigned char byte);

/// A pattern as an automaton. Immutable.
struct Program {
    std::vector<Node> nodes;
    std::vector<ByteSet> sets = {};
    std::uint32_t start = 0;
};

inline constexpr std::size_t kPatternBytesMax = 2'000;  // 500 characters
inline constexpr std::size_t kPatternNodesMax = 8'000;  // repetitions written out
inline constexpr std::size_t kPatternDepthMax = 50;     // groups in groups

/// Reads a regular expression: literals, `.`, classes, groups, `|`, `* + ? {n,m}`, `\b \B ^ $`,
/// `\d \w \s` of ASCII and `(?i)` in front. Cost is bounded by kPatternNodesMax.
///
/// @return `invalid` with the reason: look-around and references to groups (they have no
/// automaton),
///         a pattern that is too large, and one that matches the empty text.
Result<Program> compile_pattern(std::string_view pattern, Letters letters = Letters::as_written);

}  // namespace licet::guardrail
