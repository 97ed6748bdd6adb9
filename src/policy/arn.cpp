// SPDX-License-Identifier: Apache-2.0
#include "policy/arn.h"

#include <algorithm>

namespace licet::policy {
namespace {

/// Where the part that `text` begins with ends.
std::size_t end_of_part(std::string_view text, ArnText kind) {
    if (kind == ArnText::plain) {
        return std::min(text.find(':'), text.size());
    }
    std::size_t end = 0;
    while (end < text.size() && text[end] != ':') {
        if (text.substr(end).starts_with("${")) {
            end = std::min(text.find('}', end), text.size());
        } else {
            ++end;
        }
    }
    return end;
}

}  // namespace

std::optional<ArnParts> split_arn(std::string_view text, ArnText kind) {
    ArnParts parts;
    for (std::size_t i = 0; i + 1 < kArnParts; ++i) {
        const auto end = end_of_part(text, kind);
        if (end == text.size()) {
            return std::nullopt;
        }
        parts[i] = text.substr(0, end);
        text.remove_prefix(end + 1);
    }
    parts[kArnParts - 1] = text;
    return parts;
}

}  // namespace licet::policy
