// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace licet::wire {

/// Takes one character off the front of `text`, which must not be empty.
/// @return nothing when the front is no valid UTF-8 (overlong forms and surrogates are not); then
/// one byte was taken.
std::optional<char32_t> take_utf8(std::string_view& text);

bool is_utf8(std::string_view text);

/// `text` with U+FFFD for every byte that is no part of valid UTF-8.
std::string to_utf8(std::string_view text);

inline constexpr std::string_view kReplacementCharacter = "\xef\xbf\xbd";

}  // namespace licet::wire
