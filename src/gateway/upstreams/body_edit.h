// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace licet::gateway {

/// What becomes of one member of an object.
struct MemberEdit {
    std::string_view name;
    std::string_view json = {};  ///< its new value; empty: it goes
};

/// The object with some of its members set or removed, all other bytes as they were. A member that
/// is set and was not there comes last.
/// @param object valid JSON: an object.
/// @return nothing where a name is written with escapes: it might be one of those edited
std::optional<std::string> edit_members(std::string_view object, std::span<const MemberEdit> edits);

/// The value of the first member of that name, as it is written; empty where
/// there is none.
/// @param object as above
std::string_view member_of(std::string_view object, std::string_view name);

}  // namespace licet::gateway
