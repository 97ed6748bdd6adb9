// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/file.h"

namespace licet::journal {

/// Where the last whole line of the file ends: just after its last line feed, or 0.
Result<std::uint64_t> end_of_lines(const File& file);

/// Reads the lines of a file from its end to its beginning. One thread at a time.
class BackwardLines {
public:
    /// @param file outlives this. @param end just after a line feed, or 0.
    BackwardLines(const File& file, std::uint64_t end) : file_{file}, end_{end}, buffer_at_{end} {}

    /// Moves to the line before. @return false at the beginning of the file.
    Result<bool> next();

    /// The present line without its line feed, and where it begins. Valid until next().
    std::string_view line() const { return line_; }
    std::uint64_t offset() const { return end_; }

private:
    const File& file_;
    std::uint64_t end_;        // where the present line begins and the one before ends
    std::uint64_t buffer_at_;  // the buffer holds the file from here on, to end_ at least
    std::string buffer_;
    std::string_view line_;
};

}  // namespace licet::journal
