// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "policy/management/policy.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace licet::policy::management {

/// A set of the operators that change values.
using Operators = std::uint8_t;
inline constexpr Operators kAssign = 1;
inline constexpr Operators kAppend = 2;
inline constexpr Operators kRemove = 4;
inline constexpr Operators kAllOperators = kAssign | kAppend | kRemove;

/// The value of a setting.
struct Value {
    bool is_list = false;
    std::vector<std::string> items;  ///< JSON texts of scalars: one, where it is no list
    bool operator==(const Value&) const = default;
};

/// What one policy says of a setting, or of what contains settings.
struct Node {
    std::map<std::string, Node, std::less<>> members;  ///< by name in lower case; none of a setting
    std::optional<Value> assign;
    std::vector<std::string> append;  ///< JSON texts of scalars
    std::vector<std::string> remove;
    Operators used = 0;  ///< 0: no setting, or nothing is said of its value
    /// What policies further down may do: to the value of a setting; whether they may add members
    /// to what is none.
    Operators allowed = kAllOperators;
};

class Policy {
public:
    explicit Policy(Node root) : root_{std::move(root)} {}
    const Node& root() const { return root_; }

private:
    Node root_;
};

/// The text of a scalar that is a string; nothing of others.
std::optional<std::string> string_of(const std::string& json);

}  // namespace licet::policy::management
