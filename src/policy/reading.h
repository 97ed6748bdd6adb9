// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/describe/bounded.h"
#include "base/describe/describe.h"
#include "base/result.h"
#include "policy/document.h"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

/// What the readers of all kinds of policies have in common. A document is read one level at a
/// time, each value kept as JSON text until its place is known: nearly every element is either one
/// value or a list, and a null is never an absent element. Faults are MalformedPolicyDocument;
/// their message is `<path>: <what>`.
namespace licet::policy::reading {

using Members = std::map<std::string, JsonText>;

inline constexpr std::size_t kQuotedBytesMax = 128;  ///< of foreign input in a message

Error fault(std::string_view path, std::string_view what);

/// @param what said to be wrong after the quoted text, such as `is no action`
Error bad_text(std::string_view path, std::string_view text, std::string_view what);

std::string member_path(std::string_view path, std::string_view name);

/// Use read_as().
Result<void> read_into(const describe::Type& type, void* value, std::string_view path,
                       std::string_view json);

template <typename T>
Result<T> read_as(std::string_view path, std::string_view json) {
    T value;
    LICET_TRY_VOID(read_into(describe::type_of<T>(), &value, path, json));
    return value;
}

Result<Members> read_object(std::string_view path, std::string_view json);
Result<std::string> read_string(std::string_view path, std::string_view json);

/// A value and its path.
struct Item {
    std::string path;
    std::string json;
};

/// The items of a list that must not be empty, or the one value that stands for a list of one.
Result<std::vector<Item>> read_items(const std::string& path, std::string_view json,
                                     std::size_t most);

/// Calls `visit(path, json)` with each of read_items().
Result<void> each_item(const std::string& path, std::string_view json, std::size_t most,
                       auto visit) {
    LICET_TRY(const auto items, read_items(path, json, most));
    for (const Item& item : items) {
        LICET_TRY_VOID(visit(item.path, item.json));
    }
    return {};
}

}  // namespace licet::policy::reading
