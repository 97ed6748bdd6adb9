// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

/// The quotas of an organization.
namespace licet::model {

/// OUs nested below a root. Source: rule OR-1.
inline constexpr std::size_t kUnitDepthMax = 5;

/// OUs in one organization. Source: rule OR-1.
inline constexpr std::size_t kUnitsMax = 2'000;

/// Member accounts, closed ones included. AWS starts at 10 and raises it on request; here it is the
/// size licet is designed for.
inline constexpr std::size_t kAccountsMax = 100'000;

}  // namespace licet::model
