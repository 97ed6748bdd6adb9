// SPDX-License-Identifier: Apache-2.0
#include "journal/position.h"

#include <charconv>

namespace licet::journal {

std::string Position::text() const {
    return std::to_string(segment) + "." + std::to_string(offset);
}

Result<Position> Position::parse(std::string_view text) {
    Position position;
    const char* const end = text.data() + text.size();
    const auto segment = std::from_chars(text.data(), end, position.segment);
    if (segment.ec == std::errc{} && segment.ptr != end) {
        std::from_chars(segment.ptr + 1, end, position.offset);
    }
    if (position.text() != text) {
        return Error{ErrorKind::invalid, "this is not a position in the journal"};
    }
    return position;
}

}  // namespace licet::journal
