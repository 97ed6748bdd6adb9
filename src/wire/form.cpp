// SPDX-License-Identifier: Apache-2.0
#include "wire/form.h"

#include "base/encoding.h"
#include "wire/utf8.h"

#include <fmt/format.h>

#include <utility>

namespace licet::wire {
namespace {

Result<std::string> decode(std::string_view text) {
    LICET_TRY(std::string decoded, percent_decode(text, Plus::as_space));
    if (!is_utf8(decoded)) {
        return Error{ErrorKind::invalid, "a parameter is not valid UTF-8"};
    }
    return decoded;
}

}  // namespace

Result<void> parse_form(std::string_view text, std::vector<Parameter>& out) {
    while (!text.empty()) {
        const auto end = std::min(text.find('&'), text.size());
        const auto piece = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (piece.empty()) {
            continue;
        }
        if (out.size() == kParametersMax) {
            return Error{ErrorKind::invalid,
                         fmt::format("must have at most {} parameters", kParametersMax)};
        }
        const auto equals = std::min(piece.find('='), piece.size());
        LICET_TRY(std::string name, decode(piece.substr(0, equals)));
        LICET_TRY(std::string value, decode(piece.substr(std::min(equals + 1, piece.size()))));
        out.push_back({std::move(name), std::move(value)});
    }
    return {};
}

}  // namespace licet::wire
