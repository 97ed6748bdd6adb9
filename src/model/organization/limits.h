// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

/// The quotas of an organization that are not among its settings.
namespace licet::model {

/// OUs nested below a root. Source: rule OR-1.
inline constexpr std::size_t kUnitDepthMax = 5;

}  // namespace licet::model
