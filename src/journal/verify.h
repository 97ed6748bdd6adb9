// SPDX-License-Identifier: Apache-2.0
#pragma once

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

struct VerifyReport {
    std::uint64_t segments = 0;  ///< how many were read
    std::uint64_t entries = 0;   ///< how many fit the chain
    std::optional<BadLine> first_bad;
    std::string problem;  ///< what is wrong there; empty when nothing is
};

/// Computes the chain anew over all segments that are retained; may run beside a Journal. What was
/// before the first retained entry, and a cut-off end, cannot show.
/// @return `internal` when a file cannot be read.
Result<VerifyReport> verify(const std::filesystem::path& directory);

}  // namespace licet::journal
