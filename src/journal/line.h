// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/crypto.h"

namespace licet::journal {

/// Where a chain of lines stands. The hash of a line is SHA-256 over the hash of the line before
/// and the line up to its hash member.
struct Chain {
    std::uint64_t next_sequence = 1;
    Sha256 hash{};

    bool operator==(const Chain&) const = default;
};

/// Begins the chain's next line, `{"sequence":7`, that seal_line() ends.
void begin_line(std::string& out, const Chain& chain);

/// Ends the line that begins at `begin` of `out` with its hash, a brace and a line feed, and moves
/// the chain on.
void seal_line(std::string& out, std::size_t begin, Chain& chain);

/// The first line of a segment: its number, and the chain before its first entry.
std::string header_line(std::uint64_t segment, const Chain& chain);

/// Reads a header. @param line without its line feed. @return `invalid` when it is not that of
/// `segment`.
Result<Chain> parse_header(std::string_view line, std::uint64_t segment);

/// The chain after `line`, as the line says it. @param line without its line feed.
/// @return `invalid` when it does not have the form of an entry.
Result<Chain> chain_after(std::string_view line);

/// Checks the line's place and hash and moves the chain on. @return `invalid` with what is wrong.
Result<void> check_line(std::string_view line, Chain& chain);

}  // namespace licet::journal
