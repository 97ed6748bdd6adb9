// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "policy/management/node.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace licet::policy::management {

/// What several policies come to: a setting's value, or what contains settings.
struct Effective {
    std::map<std::string, Effective, std::less<>> members;
    std::optional<Value> value;
    Operators allowed = kAllOperators;  ///< to policies yet further down

    /// The member of a path, such as {"bedrock", "guardrail_inference"}, or null.
    const Effective* find(std::initializer_list<std::string_view> path) const;
};

/// Whether a setting has a value or anything below has one. What has none is not shown.
bool has_value(const Effective& effective);

/// The policies attached to one node - root, OU or account - the one attached first first.
using Level = std::vector<PolicyPtr>;

/// Merges the policies on the way from a root down to an account.
///
/// On each level the first `@@assign` replaces what came from above, then every `@@append` adds
/// what is not there yet, then every `@@remove` takes away; each only if all levels above allow it.
/// A level's own `@@operators_allowed_for_child_policies` hold below it, those of all its policies
/// together. Where policies differ in what is a setting and what contains settings, the first
/// prevails.
/// Source: Organizations User Guide, "Inheritance operators", "Inheritance examples".
/// @param levels the root's first. O(size of all policies * log).
Effective merge(const std::vector<Level>& levels);

/// The effective policy as JSON without operators, members in order of their names; what has
/// neither value nor members is left out.
std::string to_json(const Effective& effective);

}  // namespace licet::policy::management
