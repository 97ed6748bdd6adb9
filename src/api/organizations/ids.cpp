// SPDX-License-Identifier: Apache-2.0
#include "api/organizations/ids.h"

#include "base/ids.h"

#include <algorithm>

namespace licet::api::organizations {
namespace {

bool is_lower_alphanumeric(std::string_view text, std::size_t min, std::size_t max) {
    return text.size() >= min && text.size() <= max &&
           std::all_of(text.begin(), text.end(),
                       [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); });
}

bool is_word_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

bool is_made_of_name_characters(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) {
        return is_word_character(c) || std::string_view{"+=,.@-"}.find(c) != std::string_view::npos;
    });
}

/// `prefix` and then `min` to `max` word characters.
bool is_word_id(std::string_view text, std::string_view prefix, std::size_t min, std::size_t max) {
    if (!text.starts_with(prefix)) {
        return false;
    }
    text.remove_prefix(prefix.size());
    return text.size() >= min && text.size() <= max &&
           std::all_of(text.begin(), text.end(), is_word_character);
}

}  // namespace

bool is_unit_id(std::string_view text) {
    const std::size_t dash = text.find('-', 3);
    return text.starts_with("ou-") && dash != std::string_view::npos &&
           is_lower_alphanumeric(text.substr(3, dash - 3), 4, 32) &&
           is_lower_alphanumeric(text.substr(dash + 1), 8, 32);
}

bool is_root_id(std::string_view text) {
    return text.starts_with("r-") && is_lower_alphanumeric(text.substr(2), 4, 32);
}

bool is_parent_id(std::string_view text) {
    return is_root_id(text) || is_unit_id(text);
}

bool is_target_id(std::string_view text) {
    return AccountId::parse(text).ok() || is_parent_id(text);
}

bool is_policy_id(std::string_view text) {
    return is_word_id(text, "p-", 8, 128);
}

bool is_child_id(std::string_view text) {
    return AccountId::parse(text).ok() || is_unit_id(text);
}

bool is_taggable_id(std::string_view text) {
    return AccountId::parse(text).ok() || is_parent_id(text) || is_policy_id(text) ||
           is_word_id(text, "rp-", 4, 128) || is_word_id(text, "rt-", 8, 32);
}

bool is_creation_id(std::string_view text) {
    return text.starts_with("car-") && is_lower_alphanumeric(text.substr(4), 8, 32);
}

bool is_account_name(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

bool is_role_name(std::string_view text) {
    return !text.empty() && is_made_of_name_characters(text);
}

bool is_service_principal_name(std::string_view text) {
    return is_made_of_name_characters(text);
}

}  // namespace licet::api::organizations
