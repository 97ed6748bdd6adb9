// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace licet {

/// Whether a byte of UTF-8 belongs to the character that began before it.
constexpr bool continues_character(char byte) {
    constexpr unsigned kLeadingBits = 0xC0;
    constexpr unsigned kContinuation = 0x80;
    return (static_cast<unsigned char>(byte) & kLeadingBits) == kContinuation;
}

/// How many characters, code points, a text in UTF-8 has.
inline std::size_t count_characters(std::string_view utf8) {
    return static_cast<std::size_t>(std::count_if(
        utf8.begin(), utf8.end(), [](char byte) { return !continues_character(byte); }));
}

}  // namespace licet
