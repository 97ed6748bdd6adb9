// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace licet::guardrail {

inline constexpr std::uint32_t kCodePointMax = 0x10FFFF;

/// A code point of a text, and how many bytes it takes there.
struct CodePoint {
    std::uint32_t value = 0;
    std::size_t bytes = 1;
};

/// The code point that begins at `at`; none if no well-formed one does, or it is cut off.
std::optional<CodePoint> decode(std::string_view text, std::size_t at);

/// Whether the text ends, at `at`, within a code point that may yet become well-formed.
bool is_cut_off(std::string_view text, std::size_t at);

/// The code point with the other case, or the same: ASCII, Latin, Greek, Cyrillic.
std::uint32_t other_case(std::uint32_t code_point);

/// A letter or digit of a script that writes words apart. Ideographs, punctuation and symbols are
/// none.
bool is_word_point(std::uint32_t code_point);

/// A set of code points: ranges with both ends, ascending and apart.
class CodePoints {
public:
    using Range = std::pair<std::uint32_t, std::uint32_t>;
    CodePoints() = default;
    CodePoints(std::initializer_list<Range> ranges);

    static CodePoints digits();
    static CodePoints word();
    static CodePoints space();

    void add(const CodePoints& other);
    CodePoints complement() const;
    CodePoints in_either_case() const;
    const std::vector<Range>& ranges() const { return ranges_; }
    /// The one element of a set that has one.
    std::optional<std::uint32_t> single() const;

private:
    void normalize();
    std::vector<Range> ranges_;
};

/// The ranges of bytes whose sequences are the UTF-8 of the code points from `low` to `high`.
std::vector<std::vector<std::pair<unsigned, unsigned>>> utf8_sequences(std::uint32_t low,
                                                                       std::uint32_t high);

/// The code point in UTF-8.
std::string encode(std::uint32_t code_point);

}  // namespace licet::guardrail
