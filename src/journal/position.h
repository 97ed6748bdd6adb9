// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace licet::journal {

/// Where a line of the journal begins. Stays the same for as long as the line is retained.
struct Position {
    std::uint64_t segment = 0;
    std::uint64_t offset = 0;  ///< bytes from the start of the segment

    /// After everything there is and will be.
    static constexpr Position newest() { return {UINT64_MAX, UINT64_MAX}; }

    /// `<segment>.<offset>`, short and printable, for paging tokens.
    std::string text() const;
    /// @return `invalid` unless `text` is what text() gives.
    static Result<Position> parse(std::string_view text);

    auto operator<=>(const Position&) const = default;
};

}  // namespace licet::journal
