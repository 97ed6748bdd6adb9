// SPDX-License-Identifier: Apache-2.0
#include "guardrail/code_points.h"

#include "base/utf8.h"

#include <algorithm>

namespace licet::guardrail {
namespace {

std::size_t length_of(unsigned char first) {
    return first < 0x80   ? 1
           : first < 0xC2 ? 0
           : first < 0xE0 ? 2
           : first < 0xF0 ? 3
           : first < 0xF5 ? 4
                          : 0;
}

/// Whether the second byte is one that may follow the first.
bool may_follow(unsigned char first, unsigned char second) {
    const unsigned low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
    const unsigned high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
    return second >= low && second <= high;
}

/// How many bytes at `at` are the beginning of one well-formed sequence.
std::size_t well_formed(std::string_view text, std::size_t at, std::size_t length) {
    std::size_t count = 1;
    for (; count < length && at + count < text.size(); ++count) {
        const auto byte = static_cast<unsigned char>(text[at + count]);
        const bool good = count == 1 ? may_follow(static_cast<unsigned char>(text[at]), byte)
                                     : continues_character(text[at + count]);
        if (!good) {
            break;
        }
    }
    return count;
}

}  // namespace

std::optional<CodePoint> decode(std::string_view text, std::size_t at) {
    if (at >= text.size()) {
        return std::nullopt;
    }
    const auto first = static_cast<unsigned char>(text[at]);
    const auto length = length_of(first);
    if (length == 0 || well_formed(text, at, length) < length) {
        return std::nullopt;
    }
    std::uint32_t value = length == 1 ? first : first & (0x7FU >> length);
    for (std::size_t i = 1; i < length; ++i) {
        value = value << 6 | (static_cast<unsigned char>(text[at + i]) & 0x3FU);
    }
    return CodePoint{value, length};
}

bool is_cut_off(std::string_view text, std::size_t at) {
    const auto length = length_of(static_cast<unsigned char>(text[at]));
    const auto there = text.size() - at;
    return length > there && well_formed(text, at, length) == there;
}

std::uint32_t other_case(std::uint32_t c) {
    const auto in = [c](std::uint32_t low, std::uint32_t high) { return c >= low && c <= high; };
    if (in('A', 'Z') || (in(0xC0, 0xDE) && c != 0xD7) || in(0x391, 0x3A1) || in(0x3A3, 0x3A9) ||
        in(0x410, 0x42F)) {
        return c + 0x20;
    }
    if (in('a', 'z') || (in(0xE0, 0xFE) && c != 0xF7) || in(0x3B1, 0x3C1) || in(0x3C3, 0x3C9) ||
        in(0x430, 0x44F)) {
        return c - 0x20;
    }
    if (in(0x400, 0x40F)) {
        return c + 0x50;
    }
    if (in(0x450, 0x45F)) {
        return c - 0x50;
    }
    if (in(0x100, 0x12F) || in(0x132, 0x137) || in(0x14A, 0x177) || in(0x460, 0x481) ||
        in(0x48A, 0x4BF)) {
        return c ^ 1U;
    }
    if (in(0x139, 0x148) || in(0x179, 0x17E)) {
        return ((c - 1) ^ 1U) + 1;
    }
    return c;
}

bool is_word_point(std::uint32_t c) {
    if (c < 0x80) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
               c == '_';
    }
    return (c >= 0xC0 && c < 0x2000 && c != 0xD7 && c != 0xF7) || c == 0xAA || c == 0xB5 ||
           c == 0xBA;
}

CodePoints::CodePoints(std::initializer_list<Range> ranges) : ranges_{ranges} {
    normalize();
}

CodePoints CodePoints::digits() {
    return {{'0', '9'}};
}
CodePoints CodePoints::word() {
    return {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}};
}
CodePoints CodePoints::space() {
    return {{'\t', '\r'}, {' ', ' '}};
}

void CodePoints::add(const CodePoints& other) {
    ranges_.insert(ranges_.end(), other.ranges_.begin(), other.ranges_.end());
    normalize();
}

void CodePoints::normalize() {
    std::sort(ranges_.begin(), ranges_.end());
    std::vector<Range> made;
    for (const auto& range : ranges_) {
        if (!made.empty() && range.first <= made.back().second + 1) {
            made.back().second = std::max(made.back().second, range.second);
        } else {
            made.push_back(range);
        }
    }
    ranges_ = std::move(made);
}

CodePoints CodePoints::complement() const {
    CodePoints made;
    std::uint32_t from = 0;
    for (const auto& [low, high] : ranges_) {
        if (low > from) {
            made.ranges_.emplace_back(from, low - 1);
        }
        from = high + 1;
    }
    if (from <= kCodePointMax) {
        made.ranges_.emplace_back(from, kCodePointMax);
    }
    return made;
}

CodePoints CodePoints::in_either_case() const {
    constexpr std::uint32_t kCasedMax = 0x4BF;
    auto made = *this;
    for (const auto& [low, high] : ranges_) {
        for (auto c = low; c <= std::min(high, kCasedMax); ++c) {
            made.ranges_.emplace_back(other_case(c), other_case(c));
        }
    }
    made.normalize();
    return made;
}

std::optional<std::uint32_t> CodePoints::single() const {
    if (ranges_.size() == 1 && ranges_[0].first == ranges_[0].second) {
        return ranges_[0].first;
    }
    return std::nullopt;
}

std::string encode(std::uint32_t c) {
    const auto tail = [c](unsigned shift) {
        return static_cast<char>(0x80 | ((c >> shift) & 0x3F));
    };
    if (c < 0x80) {
        return {static_cast<char>(c)};
    }
    if (c < 0x800) {
        return {static_cast<char>(0xC0 | c >> 6), tail(0)};
    }
    if (c < 0x10000) {
        return {static_cast<char>(0xE0 | c >> 12), tail(6), tail(0)};
    }
    return {static_cast<char>(0xF0 | c >> 18), tail(12), tail(6), tail(0)};
}

std::vector<std::vector<std::pair<unsigned, unsigned>>> utf8_sequences(std::uint32_t low,
                                                                       std::uint32_t high) {
    std::vector<std::vector<std::pair<unsigned, unsigned>>> made;
    std::vector<CodePoints::Range> open{{low, high}};
    while (!open.empty()) {
        const auto from = open.back().first;
        const auto to = open.back().second;
        open.pop_back();
        bool parted = false;
        const auto part = [&](std::uint32_t last) {  // into [from, last] and what is behind
            open.emplace_back(last + 1, to);
            open.emplace_back(from, last);
            parted = true;
        };
        for (const std::uint32_t last : {0x7FU, 0x7FFU, 0xFFFFU}) {
            if (!parted && from <= last && last < to) {
                part(last);
            }
        }
        for (unsigned shift = 6; !parted && to > 0x7F && shift <= 18; shift += 6) {
            const std::uint32_t mask = (1U << shift) - 1;
            if ((from & ~mask) == (to & ~mask)) {
                continue;
            }
            if ((from & mask) != 0) {
                part(from | mask);
            } else if ((to & mask) != mask) {
                part((to & ~mask) - 1);
            }
        }
        if (parted) {
            continue;
        }
        const auto first = encode(from);
        const auto last = encode(to);
        auto& sequence = made.emplace_back();
        for (std::size_t i = 0; i < first.size(); ++i) {
            sequence.emplace_back(static_cast<unsigned char>(first[i]),
                                  static_cast<unsigned char>(last[i]));
        }
    }
    return made;
}

}  // namespace licet::guardrail
