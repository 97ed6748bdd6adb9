// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

/// The quotas of an organization that are not among its settings.
namespace licet::model {

/// OUs nested below a root. Source: rule OR-1.
inline constexpr std::size_t kUnitDepthMax = 5;

/// Accounts that CreateAccount makes in the whole installation, wherever they are now: what an
/// organization makes can leave, and make organizations of its own.
inline constexpr std::size_t kMadeAccountsMax = 1'000'000;

}  // namespace licet::model
