// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/describe/type.h"

#include <string>
#include <string_view>

namespace licet::describe {

enum class TimeFormat { iso8601, epoch_seconds };
enum class UnknownMembers { refuse, ignore };

/// How a dialect of JSON differs from another.
struct JsonFormat {
    TimeFormat time = TimeFormat::iso8601;
    UnknownMembers unknown = UnknownMembers::refuse;
    /// Whether a missing member that is no optional, list or map is an error; else it keeps its
    /// default.
    bool require_members = true;
};

/// The dialect of the log's records: ISO times, tolerant of members it lacks, intolerant of ones it
/// does not know (a record written by a newer version must not be misread).
inline constexpr JsonFormat kRecordFormat{TimeFormat::iso8601, UnknownMembers::refuse, false};

/// The dialect of AWS JSON protocols.
inline constexpr JsonFormat kAwsFormat{TimeFormat::epoch_seconds, UnknownMembers::ignore, true};

/// Appends the value at `object`. Absent optionals are left out. O(size of the output).
void write_json(const Type& type, const void* object, const JsonFormat& format, std::string& out);

/// Reads `json` into the default-made value at `object`.
///
/// Strict: whole input, valid UTF-8, no duplicate members, at most kJsonDepthMax levels, and every
/// bound of the table holds.
/// @return `invalid` with the path of the first fault (`$.Principals[1]: …`); the value is then
/// half filled. What is no JSON at all, or of another type than it should be, has kUnreadable as
/// its name.
Result<void> read_json(const Type& type, void* object, const JsonFormat& format,
                       std::string_view json);

/// Puts one more step (`.Key`, `[1]`, `$`) in front of the path of a fault, in its message and in
/// Error::where. A fault that says no better how the value does not fit becomes `malformed`.
Error at(std::string_view step, Error error);

/// "is required"
Error missing();

/// What AWS's JSON protocols call it. Source: Smithy, tests of malformed requests.
inline constexpr std::string_view kUnreadable = "SerializationException";
inline constexpr std::size_t kJsonDepthMax = 64;

/// Checks a value against the bounds of its table (min, max, pattern).
/// @return `invalid` with a message that starts after the path: "must have …".
Result<void> check_text(const Type& type, std::string_view text);
Result<void> check_count(const Type& type, std::size_t count);

}  // namespace licet::describe
