// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <chrono>
#include <string>
#include <string_view>

namespace licet {

/// A moment in UTC, to the millisecond. Comes only from a Clock or from a record.
using Time = std::chrono::sys_time<std::chrono::milliseconds>;
using Milliseconds = std::chrono::milliseconds;

/// The moments that have a written form of four-digit years, both ends included. What comes from
/// outside must be one of them, so that everything that is stored can be read back.
inline constexpr Time kTimeMin = std::chrono::sys_days{std::chrono::year{0} / 1 / 1};
inline constexpr Time kTimeMax =
    std::chrono::sys_days{std::chrono::year{10'000} / 1 / 1} - Milliseconds{1};

/// `2026-11-23T07:38:14Z`, with `.123` before the Z only when the milliseconds are not zero.
std::string format_iso8601(Time time);

/// `20261123T073814Z`, as Signature Version 4 writes it.
std::string format_basic(Time time);

/// Reads `YYYY-MM-DDTHH:MM:SS[.fff…](Z|±HH:MM)` or `YYYY-MM-DD`. Digits past the millisecond are
/// cut.
/// @return `invalid` for anything else, dates that do not exist and moments outside of kTimeMin to
///         kTimeMax included.
Result<Time> parse_iso8601(std::string_view text);

/// Reads `YYYYMMDDTHHMMSSZ`.
Result<Time> parse_basic(std::string_view text);

inline std::int64_t to_epoch_ms(Time time) {
    return time.time_since_epoch().count();
}
inline Time from_epoch_ms(std::int64_t ms) {
    return Time{Milliseconds{ms}};
}

}  // namespace licet
