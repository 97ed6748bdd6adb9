// SPDX-License-Identifier: Apache-2.0
#include "policy/reading.h"

#include "base/describe/json.h"

#include <fmt/format.h>

#include <utility>

namespace licet::policy::reading {

Error fault(std::string_view path, std::string_view what) {
    return malformed_policy(fmt::format("{}: {}", path, what));
}

Error bad_text(std::string_view path, std::string_view text, std::string_view what) {
    return fault(path, fmt::format("`{}` {}", text.substr(0, kQuotedBytesMax), what));
}

std::string member_path(std::string_view path, std::string_view name) {
    return fmt::format("{}.{}", path, name.substr(0, kQuotedBytesMax));
}

Result<void> read_into(const describe::Type& type, void* value, std::string_view path,
                       std::string_view json) {
    const auto read = describe::read_json(type, value, describe::kRecordFormat, json);
    if (!read.ok()) {
        // Its path starts at this value: `$[1]: must be a string`.
        const std::string& message = read.error().message;
        return malformed_policy(std::string{path} + message.substr(message.starts_with('$')));
    }
    return {};
}

Result<Members> read_object(std::string_view path, std::string_view json) {
    if (!json.starts_with('{')) {
        return fault(path, "must be an object");
    }
    return read_as<Members>(path, json);
}

Result<std::string> read_string(std::string_view path, std::string_view json) {
    if (!json.starts_with('"')) {
        return fault(path, "must be a string");
    }
    return read_as<std::string>(path, json);
}

Result<std::vector<Item>> read_items(const std::string& path, std::string_view json,
                                     std::size_t most) {
    if (!json.starts_with('[')) {
        return std::vector<Item>{{path, std::string{json}}};
    }
    LICET_TRY(auto texts, read_as<std::vector<JsonText>>(path, json));
    if (texts.empty()) {
        return fault(path, "must not be empty");
    }
    if (texts.size() > most) {
        return fault(path, fmt::format("must have at most {} items", most));
    }
    std::vector<Item> items;
    items.reserve(texts.size());
    for (auto& [text] : texts) {
        items.push_back({fmt::format("{}[{}]", path, items.size()), std::move(text)});
    }
    return items;
}

}  // namespace licet::policy::reading
