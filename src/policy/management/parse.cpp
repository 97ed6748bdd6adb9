// SPDX-License-Identifier: Apache-2.0
#include "policy/document.h"
#include "policy/management/node.h"
#include "policy/reading.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>

namespace licet::policy::management {
namespace {

using namespace reading;

constexpr std::string_view kControl = "@@operators_allowed_for_child_policies";

std::string quoted(std::string_view text) {
    return fmt::format("`{}`", text.substr(0, kQuotedBytesMax));
}

std::string in_lower_case(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return text;
}

Result<std::vector<std::string>> read_list(const std::string& path, const std::string& json) {
    if (!json.starts_with('[')) {
        return fault(path, "must be a list");
    }
    LICET_TRY(const auto items, read_as<std::vector<JsonText>>(path, json));
    std::vector<std::string> texts;
    for (const JsonText& item : items) {
        if (item.text.starts_with('{') || item.text.starts_with('[')) {
            return fault(fmt::format("{}[{}]", path, texts.size()),
                         "must be a string, a number, true, false or null");
        }
        texts.push_back(item.text);
    }
    return texts;
}

Result<Value> read_value(const std::string& path, const std::string& json) {
    if (json.starts_with('{')) {
        return fault(path, "a value must not be an object");
    }
    if (!json.starts_with('[')) {
        return Value{false, {json}};
    }
    LICET_TRY(auto items, read_list(path, json));
    return Value{true, std::move(items)};
}

Result<Operators> read_control(const std::string& path, const std::string& json) {
    static const std::map<std::string, Operators, std::less<>> kNames{{"@@all", kAllOperators},
                                                                      {"@@none", Operators{0}},
                                                                      {"@@assign", kAssign},
                                                                      {"@@append", kAppend},
                                                                      {"@@remove", kRemove}};
    if (!json.starts_with('[')) {
        return fault(path, "must be a list");
    }
    LICET_TRY(auto names, read_as<std::vector<std::string>>(path, json));
    std::transform(names.begin(), names.end(), names.begin(), in_lower_case);
    if (names.empty()) {
        return fault(path, "must name at least one operator");
    }
    int allowed = 0;
    for (const std::string& name : names) {
        const auto known = kNames.find(name);
        if (known == kNames.end()) {
            return fault(path, quoted(name) +
                                   " is no operator; use @@all, @@none, @@assign, "
                                   "@@append or @@remove");
        }
        if (std::count(names.begin(), names.end(), name) > 1) {
            return fault(path, quoted(name) + " is given twice");
        }
        if (name == "@@none" && names.size() > 1) {
            return fault(path, "`@@none` stands alone");
        }
        allowed |= known->second;
    }
    return static_cast<Operators>(allowed);
}

Result<void> take_operator(Node& node, const std::string& name, const std::string& path,
                           const std::string& json) {
    if (name == kControl) {
        LICET_TRY(node.allowed, read_control(path, json));
        return {};
    }
    if (name == "@@assign") {
        node.used |= kAssign;
        LICET_TRY(node.assign, read_value(path, json));
        return {};
    }
    if (name == "@@append") {
        node.used |= kAppend;
        LICET_TRY(node.append, read_list(path, json));
        return {};
    }
    if (name == "@@remove") {
        node.used |= kRemove;
        LICET_TRY(node.remove, read_list(path, json));
        return {};
    }
    return fault(path, "there is no such operator; use @@assign, @@append, @@remove or " +
                           std::string{kControl});
}

Result<void> check_name(const std::string& path, const std::string& name) {
    if (name.empty()) {
        return fault(path, "a name must not be empty");
    }
    if (name.size() > kNameCharactersMax) {
        return fault(path, fmt::format("the name {} is too long: at most {} characters",
                                       quoted(name), kNameCharactersMax));
    }
    return {};
}

Result<Node> read_node(const std::string& path, const std::string& json, std::size_t depth) {
    if (!json.starts_with('{')) {
        return fault(path, "must be an object; a value is set by `@@assign`");
    }
    if (depth > kDepthMax) {
        return fault(path, fmt::format("is nested too deep: at most {} levels", kDepthMax));
    }
    using Members = std::map<std::string, JsonText>;
    LICET_TRY(const auto members, read_as<Members>(path, json));
    Node node;
    std::vector<std::string> operators;
    for (const auto& [given, value] : members) {
        LICET_TRY_VOID(check_name(path, given));
        const std::string name = in_lower_case(given);
        const std::string where = member_path(path, given);
        const bool is_operator = name.starts_with("@@");
        if (is_operator ? std::count(operators.begin(), operators.end(), name) != 0
                        : node.members.count(name) != 0) {
            return fault(where, "is given twice: names are compared without regard to case");
        }
        if (is_operator) {
            operators.push_back(name);
            LICET_TRY_VOID(take_operator(node, name, where, value.text));
        } else {
            LICET_TRY(Node member, read_node(where, value.text, depth + 1));
            node.members.emplace(name, std::move(member));
        }
    }
    if (node.used != 0 && !node.members.empty()) {
        return fault(path, "has a value and members; a setting contains no others");
    }
    return node;
}

}  // namespace

Result<PolicyPtr> parse(std::string_view json) {
    LICET_TRY(const auto whole, read_as<JsonText>("$", json));
    LICET_TRY(Node root, read_node("$", whole.text, 1));
    if (root.used != 0) {
        return fault("$", "must not be a setting itself");
    }
    return std::make_shared<const Policy>(std::move(root));
}

std::optional<std::string> string_of(const std::string& json) {
    if (!json.starts_with('"')) {
        return std::nullopt;
    }
    auto text = read_as<std::string>("$", json);
    return text.ok() ? std::optional{*std::move(text)} : std::nullopt;
}

}  // namespace licet::policy::management
