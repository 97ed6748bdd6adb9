// SPDX-License-Identifier: Apache-2.0
#include "policy/management/bedrock.h"

#include "policy/document.h"
#include "policy/management/node.h"
#include "policy/reading.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace licet::policy::management {
namespace {

using namespace reading;

constexpr std::size_t kConfigurationCharactersMax = 64;
constexpr std::size_t kModelCharactersMax = 256;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_lower_or_digit(char c) {
    return (c >= 'a' && c <= 'z') || is_digit(c);
}

template <typename Is>
bool is_made_of(std::string_view text, Is is) {
    return !text.empty() && std::all_of(text.begin(), text.end(), is);
}

std::string below(const std::string& path, std::string_view name) {
    return fmt::format("{}.{}", path, name);
}

/// `us-east-1`, `us-gov-west-1`
bool is_region(std::string_view text) {
    const auto dash = text.rfind('-');
    return dash != std::string_view::npos && text.find('-') != dash && text.front() != '-' &&
           is_made_of(text.substr(dash + 1), is_digit) &&
           is_made_of(text.substr(0, dash),
                      [](char c) { return is_lower_or_digit(c) || c == '-'; });
}

bool is_configuration(std::string_view text) {
    return text.size() <= kConfigurationCharactersMax &&
           is_made_of(text, [](char c) { return is_lower_or_digit(c) || c == '_' || c == '-'; });
}

/// The id of a foundation model, or ALL.
bool is_model(std::string_view text) {
    return text == "ALL" ||
           (text.size() <= kModelCharactersMax && text.find('.') != std::string_view::npos &&
            is_made_of(text, [](char c) {
                return is_lower_or_digit(c) ||
                       std::string_view{".:-_/"}.find(c) != std::string_view::npos;
            }));
}

Result<void> check_members(const std::string& path, const Node& node,
                           std::initializer_list<std::string_view> known) {
    if (node.used != 0) {
        return fault(path, "is no setting, but contains some");
    }
    for (const auto& [name, member] : node.members) {
        if (std::find(known.begin(), known.end(), name) == known.end()) {
            return fault(below(path, name),
                         fmt::format("is unknown here; use {}", fmt::join(known, ", ")));
        }
    }
    return {};
}

const Node* member(const Node& node, std::string_view name) {
    const auto found = node.members.find(name);
    return found == node.members.end() ? nullptr : &found->second;
}

/// Nothing where the setting has no value here.
Result<std::optional<std::string>> single(const std::string& path, const Node& setting) {
    if (!setting.members.empty() || (setting.used & (kAppend | kRemove)) != 0) {
        return fault(path, "has one value; set it by `@@assign`");
    }
    if (!setting.assign) {
        return std::optional<std::string>{};
    }
    auto text = setting.assign->is_list ? std::nullopt : string_of(setting.assign->items.front());
    if (!text) {
        return fault(path, "must be a string");
    }
    return text;
}

/// `arn:aws:bedrock:<region>:<owner>:guardrail/<id>:<version>`
Result<void> check_identifier(const std::string& path, const Node& setting, std::string_view region,
                              std::string_view owner) {
    LICET_TRY(const auto text, single(path, setting));
    if (!text) {
        return {};
    }
    const std::string prefix = fmt::format("arn:aws:bedrock:{}:{}:guardrail/", region, owner);
    const auto colon = text->rfind(':');
    if (!text->starts_with(prefix) || colon < prefix.size() ||
        !is_made_of(std::string_view{*text}.substr(prefix.size(), colon - prefix.size()),
                    is_lower_or_digit)) {
        return fault(path,
                     fmt::format("must be the ARN of a guardrail of the management account in "
                                 "this region and its version, `{}<id>:<version>`",
                                 prefix));
    }
    const auto version = std::string_view{*text}.substr(colon + 1);
    if (!is_made_of(version, is_digit) || version.front() == '0' || version.size() > 8) {
        return fault(path, "must name a version by its number; the draft cannot be enforced");
    }
    return {};
}

Result<void> check_guarding(const std::string& path, const Node& node) {
    LICET_TRY_VOID(check_members(path, node, {"system", "messages"}));
    for (const auto& [name, setting] : node.members) {
        LICET_TRY(const auto text, single(below(path, name), setting));
        if (text && *text != "selective" && *text != "comprehensive") {
            return fault(below(path, name), "must be `selective` or `comprehensive`");
        }
    }
    return {};
}

Result<void> check_models(const std::string& path, const std::vector<std::string>& items) {
    for (const std::string& item : items) {
        const auto text = string_of(item);
        if (!text || !is_model(*text)) {
            return fault(path, fmt::format("must list ids of foundation models or `ALL`, not {}",
                                           item.substr(0, kModelCharactersMax)));
        }
    }
    return {};
}

Result<void> check_enforcement(const std::string& path, const Node& node) {
    LICET_TRY_VOID(check_members(path, node, {"included_models", "excluded_models"}));
    for (const auto& [name, setting] : node.members) {
        const std::string where = below(path, name);
        if (!setting.members.empty() || (setting.assign && !setting.assign->is_list)) {
            return fault(where, "must be a list");
        }
        if (setting.assign) {
            LICET_TRY_VOID(check_models(where, setting.assign->items));
        }
        LICET_TRY_VOID(check_models(where, setting.append));
        LICET_TRY_VOID(check_models(where, setting.remove));
    }
    return {};
}

Result<void> check_configuration(const std::string& path, const Node& node, std::string_view region,
                                 std::string_view owner) {
    LICET_TRY_VOID(check_members(
        path, node, {"identifier", "selective_content_guarding", "model_enforcement"}));
    if (const Node* identifier = member(node, "identifier")) {
        LICET_TRY_VOID(check_identifier(below(path, "identifier"), *identifier, region, owner));
    }
    if (const Node* guarding = member(node, "selective_content_guarding")) {
        LICET_TRY_VOID(check_guarding(below(path, "selective_content_guarding"), *guarding));
    }
    if (const Node* enforcement = member(node, "model_enforcement")) {
        LICET_TRY_VOID(check_enforcement(below(path, "model_enforcement"), *enforcement));
    }
    return {};
}

Result<void> check_region(const std::string& path, const Node& node, std::string_view region,
                          std::string_view owner) {
    if (!is_region(region)) {
        return fault(path, "is no region");
    }
    if (node.used != 0) {
        return fault(path, "is no setting, but contains configurations");
    }
    for (const auto& [name, configuration] : node.members) {
        const std::string where = below(path, name);
        if (!is_configuration(name)) {
            return fault(where,
                         fmt::format("a configuration's name has at most {} letters, digits, "
                                     "`_` and `-`",
                                     kConfigurationCharactersMax));
        }
        LICET_TRY_VOID(check_configuration(where, configuration, region, owner));
    }
    return {};
}

}  // namespace

Result<void> check_bedrock(const Policy& policy, std::string_view owner) {
    LICET_TRY_VOID(check_members("$", policy.root(), {"bedrock"}));
    const Node* bedrock = member(policy.root(), "bedrock");
    if (bedrock == nullptr) {
        return {};
    }
    LICET_TRY_VOID(check_members("$.bedrock", *bedrock, {"guardrail_inference"}));
    const Node* inference = member(*bedrock, "guardrail_inference");
    if (inference == nullptr) {
        return {};
    }
    const std::string path = "$.bedrock.guardrail_inference";
    if (inference->used != 0) {
        return fault(path, "is no setting, but contains regions");
    }
    for (const auto& [region, node] : inference->members) {
        LICET_TRY_VOID(check_region(below(path, region), node, region, owner));
    }
    return {};
}

}  // namespace licet::policy::management
