// SPDX-License-Identifier: Apache-2.0
#include "base/yaml/yaml_reader.h"

#include "base/yaml/node.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace licet::yaml {
namespace {

Error refuse(const std::string& file, std::size_t line, std::string_view reason) {
    return Error{ErrorKind::invalid, fmt::format("{}:{}: {}", file, line, reason)};
}

bool is_null(const Node& node) {
    return node.kind == NodeKind::null ||
           (node.kind == NodeKind::scalar && node.plain &&
            (node.text.empty() || node.text == "~" || node.text == "null" || node.text == "Null" ||
             node.text == "NULL"));
}

}  // namespace

std::size_t Value::line() const {
    return node_->line;
}

Error Value::error(std::string_view reason) const {
    return refuse(*file_, node_->line, reason);
}

Result<std::string> Value::text() const {
    if (is_null(*node_)) {
        return error("a value is missing");
    }
    if (node_->kind != NodeKind::scalar) {
        return error("must be a text");
    }
    return node_->text;
}

Result<bool> Value::boolean() const {
    if (node_->kind == NodeKind::scalar && node_->plain) {
        if (node_->text == "true") {
            return true;
        }
        if (node_->text == "false") {
            return false;
        }
    }
    return error("must be true or false");
}

Result<std::int64_t> Value::integer(std::int64_t min, std::int64_t max) const {
    std::int64_t number = 0;
    const char* const begin = node_->text.data();
    const char* const end = begin + node_->text.size();
    const auto [stop, status] = std::from_chars(begin, end, number);
    if (node_->kind != NodeKind::scalar || !node_->plain || status != std::errc{} || stop != end ||
        number < min || number > max) {
        return error(fmt::format("must be a whole number from {} to {}", min, max));
    }
    return number;
}

Result<Time> Value::time() const {
    LICET_TRY(const auto written, text());
    auto time = parse_iso8601(written);
    if (!time) {
        return error(fmt::format("`{}` is no date or time", written));
    }
    return *time;
}

Result<std::size_t> Value::choice(std::span<const std::string_view> choices) const {
    LICET_TRY(const auto written, text());
    const auto found = std::find(choices.begin(), choices.end(), written);
    if (found == choices.end()) {
        return error(fmt::format("`{}` is none of {}", written,
                                 fmt::join(choices.begin(), choices.end(), ", ")));
    }
    return static_cast<std::size_t>(found - choices.begin());
}

Result<std::vector<Value>> Value::list() const {
    if (node_->kind != NodeKind::list) {
        return error("must be a list");
    }
    std::vector<Value> values;
    values.reserve(node_->items.size());
    for (const auto& item : node_->items) {
        values.emplace_back(*item, *file_);
    }
    return values;
}

Result<std::vector<std::string>> Value::texts() const {
    LICET_TRY(const auto values, list());
    std::vector<std::string> texts;
    texts.reserve(values.size());
    for (const auto& value : values) {
        LICET_TRY(texts.emplace_back(), value.text());
    }
    return texts;
}

Result<Map> Value::map() const {
    if (node_->kind != NodeKind::map) {
        return error("must be a map");
    }
    return Map{*node_, *file_};
}

Map::Map(const Node& node, const std::string& file)
    : node_{&node}, file_{&file}, asked_(node.members.size(), false) {}

std::optional<Value> Map::optional(std::string_view key) {
    for (std::size_t i = 0; i < node_->members.size(); ++i) {
        if (node_->members[i].key == key) {
            asked_[i] = true;
            return Value{*node_->members[i].value, *file_};
        }
    }
    return std::nullopt;
}

Result<Value> Map::required(std::string_view key) {
    if (const auto found = optional(key)) {
        return *found;
    }
    return error(fmt::format("key `{}` is missing", key));
}

std::vector<std::pair<std::string_view, Value>> Map::all() {
    asked_.assign(asked_.size(), true);
    std::vector<std::pair<std::string_view, Value>> members;
    for (const auto& [key, line, value] : node_->members) {
        members.emplace_back(key, Value{*value, *file_});
    }
    return members;
}

Result<void> Map::finish() const {
    for (std::size_t i = 0; i < node_->members.size(); ++i) {
        if (!asked_[i]) {
            const auto& member = node_->members[i];
            return refuse(*file_, member.line, fmt::format("unknown key `{}`", member.key));
        }
    }
    return {};
}

Error Map::error(std::string_view reason) const {
    return refuse(*file_, node_->line, reason);
}

}  // namespace licet::yaml
