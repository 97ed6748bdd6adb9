// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace licet::gateway {

/// All that a JSON object or list says: its strings without their escapes, names of members among
/// them, and its numbers, each on a line of its own. @return nothing for what is neither
std::optional<std::string> texts_of_json(std::string_view json);

/// The same object or list with other strings. @param change what becomes of a string
/// @return nothing for what is neither
std::optional<std::string> change_strings(
    std::string_view json, const std::function<std::string(std::string_view)>& change);

}  // namespace licet::gateway
