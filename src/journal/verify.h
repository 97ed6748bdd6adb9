// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/crypto.h"
#include "base/result.h"

#include <cstdint>
#include <filesystem>
#include <optional>

namespace licet::journal {

struct BadLine {
    std::uint64_t segment;
    std::uint64_t line;  ///< counted from 1, the header

    bool operator==(const BadLine&) const = default;
};

/// An entry and its hash. Noted elsewhere they tell later whether what was written by then is still
/// there, unaltered.
struct Head {
    std::uint64_t entry = 0;  ///< its number; 0: the beginning
    Sha256 hash{};

    bool operator==(const Head&) const = default;
};

struct VerifyReport {
    std::uint64_t segments = 0;  ///< how many were read
    std::uint64_t entries = 0;   ///< how many fit the chain
    Head head;                   ///< the last of them
    std::optional<BadLine> first_bad;
    std::string problem;  ///< what is wrong there; empty when nothing is
};

/// Computes the chain anew over all segments that are retained; may run beside a Journal. What was
/// before the first retained entry cannot show, and a cut-off end only by a head that was noted.
/// @param noted an entry that must be there still; 0: none
/// @return `internal` when a file cannot be read.
Result<VerifyReport> verify(const std::filesystem::path& directory, const Head& noted = {});

}  // namespace licet::journal
