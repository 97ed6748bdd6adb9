// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace licet::gateway {

/// All that a JSON text says: its strings without their escapes, names of members among them, and
/// its numbers, each on a line of its own.
/// @param any_value whether it may be something else than an object or a list
/// @return nothing for what is no such text
std::optional<std::string> texts_of_json(std::string_view json, bool any_value);

/// The same of any JSON text, also of one that does not parse.
std::string said_in_json(std::string_view json);

/// What is left of JSON that does not parse when its escapes are undone, as far as they can be.
std::string without_escapes(std::string_view json);

/// The same JSON text with other strings. @param change what becomes of a string
/// @return nothing for what is no JSON
std::optional<std::string> change_strings(
    std::string_view json, const std::function<std::string(std::string_view)>& change);

}  // namespace licet::gateway
