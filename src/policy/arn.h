// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace licet::policy {

/// `arn`, partition, service, region, account, and all the rest.
inline constexpr std::size_t kArnParts = 6;
using ArnParts = std::array<std::string_view, kArnParts>;

enum class ArnText : std::uint8_t {
    plain,
    pattern,  ///< colons inside of variables separate nothing
};

/// The parts of a text; nothing when it has fewer. Views of it. O(length), allocates nothing.
std::optional<ArnParts> split_arn(std::string_view text, ArnText kind);

}  // namespace licet::policy
