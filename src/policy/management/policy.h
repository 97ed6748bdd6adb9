// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <cstddef>
#include <memory>
#include <string_view>

/// Management policies: settings that an organization hands down to its accounts and merges on the
/// way. Source: Organizations User Guide, "Understanding management policy inheritance"; rule
/// OR-11.
namespace licet::policy::management {

/// A management policy that was understood completely. Immutable; thread-safe. node.h shows what is
/// in it, merge.h what becomes of several.
class Policy;
using PolicyPtr = std::shared_ptr<const Policy>;

inline constexpr std::size_t kDepthMax = 16;            ///< objects within objects
inline constexpr std::size_t kNameCharactersMax = 256;  ///< of a member

/// Reads a policy: objects within objects, down to settings, whose values are set by `@@assign` or,
/// where they are lists, changed by `@@append` and `@@remove`. Names are compared without regard to
/// case. What cannot be fully understood is refused: unknown operators, a setting that contains
/// others, plain values, values that are objects, members given twice.
/// @return `invalid` (MalformedPolicyDocument) with the path of the first fault and the reason,
///         `$.tags.costcenter.tag_key: …`. O(length * depth).
Result<PolicyPtr> parse(std::string_view json);

}  // namespace licet::policy::management
