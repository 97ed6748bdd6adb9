// SPDX-License-Identifier: Apache-2.0
#include "meter/tags.h"

#include "base/encoding.h"
#include "meter/minutes.h"

#include <algorithm>

namespace licet::meter {

bool is_tag_key(std::string_view key) {
    return !key.empty() && key.size() <= kTagKeyBytesMax &&
           std::none_of(key.begin(), key.end(), is_control);
}

void append_tag(std::string& tags, std::string_view key, std::string_view value) {
    std::string kept;
    append_text(kept, value, kTagValueBytesMax);
    tags += tags.empty() ? "" : "&";
    tags += percent_encode(key) + '=' + percent_encode(kept);
}

std::string tag_in(std::string_view tags, std::string_view key) {
    const auto wanted = percent_encode(key) + '=';
    while (!tags.empty()) {
        const auto one = tags.substr(0, tags.find('&'));
        if (one.starts_with(wanted)) {
            auto value = percent_decode(one.substr(wanted.size()));
            return value.ok() ? *std::move(value) : std::string{};
        }
        tags.remove_prefix(std::min(tags.size(), one.size() + 1));
    }
    return {};
}

}  // namespace licet::meter
