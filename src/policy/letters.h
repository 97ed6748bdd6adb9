// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <string_view>

namespace licet::policy {

/// IAM ignores the case of A to Z only.
constexpr char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// Whether two texts are the same but for the case of letters.
constexpr bool equal_letters(std::string_view a, std::string_view b) {
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(),
                                              [](char x, char y) { return lower(x) == lower(y); });
}

/// Whether `text` starts with `prefix`, whatever the case of letters.
constexpr bool starts_with_letters(std::string_view text, std::string_view prefix) {
    return text.size() >= prefix.size() && equal_letters(text.substr(0, prefix.size()), prefix);
}

}  // namespace licet::policy
