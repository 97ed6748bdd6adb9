// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace licet::model {

/// A region of the commercial partition (`aws`).
struct Region {
    std::string_view code;       ///< `eu-west-1`
    std::string_view geography;  ///< `us`, `eu`, `apac`, `ca`, `mx`, `sa`, `me`, `il`, `af`
    bool opt_in;                 ///< off in an account until somebody enables it there
};

/// Every known region, ordered by code.
/// Source: AWS General Reference, Regions and Zones.
std::span<const Region> known_regions();

/// The region with that code, or null.
const Region* find_region(std::string_view code);

/// Whether system-defined inference profiles may have this prefix (`us`, `eu`, `jp`, `global`, …).
/// Source: rule BA-30.
bool is_profile_prefix(std::string_view prefix);

}  // namespace licet::model
