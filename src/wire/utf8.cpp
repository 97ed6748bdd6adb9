// SPDX-License-Identifier: Apache-2.0
#include "wire/utf8.h"

#include "base/utf8.h"

#include <algorithm>
#include <cstddef>

namespace licet::wire {
namespace {

struct Form {
    std::size_t length;
    char32_t bits;  ///< of the first byte
    char32_t min;   ///< the smallest character that needs this length
};

std::optional<Form> form_of(unsigned char first) {
    if (first < 0x80) {
        return Form{1, first, 0};
    }
    if ((first & 0xe0U) == 0xc0) {
        return Form{2, first & 0x1fU, 0x80};
    }
    if ((first & 0xf0U) == 0xe0) {
        return Form{3, first & 0x0fU, 0x800};
    }
    if ((first & 0xf8U) == 0xf0) {
        return Form{4, first & 0x07U, 0x10000};
    }
    return std::nullopt;
}

}  // namespace

std::optional<char32_t> take_utf8(std::string_view& text) {
    const auto all = text;
    text.remove_prefix(1);
    const auto form = form_of(static_cast<unsigned char>(all[0]));
    if (!form || all.size() < form->length) {
        return std::nullopt;
    }
    char32_t character = form->bits;
    for (std::size_t i = 1; i < form->length; ++i) {
        if (!continues_character(all[i])) {
            return std::nullopt;
        }
        character = character << 6 | (static_cast<unsigned char>(all[i]) & 0x3fU);
    }
    const bool surrogate = character >= 0xd800 && character <= 0xdfff;
    if (character < form->min || character > 0x10ffff || surrogate) {
        return std::nullopt;
    }
    text = all.substr(form->length);
    return character;
}

bool is_utf8(std::string_view text) {
    const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
    while (true) {
        const auto first = std::find_if_not(text.begin(), text.end(), is_ascii);
        text.remove_prefix(static_cast<std::size_t>(first - text.begin()));
        if (text.empty()) {
            return true;
        }
        if (!take_utf8(text)) {  // which may have taken the last byte
            return false;
        }
    }
}

std::string to_utf8(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const auto* start = text.data();
        const bool valid = take_utf8(text).has_value();
        out += valid ? std::string_view{start, static_cast<std::size_t>(text.data() - start)}
                     : kReplacementCharacter;
    }
    return out;
}

}  // namespace licet::wire
