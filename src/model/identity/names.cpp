// SPDX-License-Identifier: Apache-2.0
#include "model/identity/names.h"

#include "model/identity/errors.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace licet::model {
namespace {

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool is_name_character(char c) {
    return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z') ||
           std::string_view{"_+=,.@-"}.find(c) != std::string_view::npos;
}

bool is_visible(char c) {
    return c > ' ' && c <= '~';
}

Error as_error(TagFault fault) {
    switch (fault.kind) {
        case TagFaultKind::too_short:
        case TagFaultKind::too_long:
        case TagFaultKind::bad_character:
            return {ErrorKind::invalid, std::move(fault.message), "ValidationError"};
        case TagFaultKind::reserved:
        case TagFaultKind::duplicate:
            return invalid_identity_input(std::move(fault.message));
        case TagFaultKind::too_many:
            break;
    }
    return {ErrorKind::exhausted, std::move(fault.message), "LimitExceeded"};
}

}  // namespace

bool has_name_characters(std::string_view text) {
    return std::all_of(text.begin(), text.end(), is_name_character);
}

bool has_path_form(std::string_view text) {
    if (text == "/") {
        return true;
    }
    return text.size() > 2 && text.starts_with('/') && text.ends_with('/') &&
           std::all_of(text.begin(), text.end(), is_visible);
}

bool has_path_prefix_form(std::string_view text) {
    return text.starts_with('/') &&
           std::all_of(text.begin(), text.end(), [](char c) { return is_visible(c) || c == 0x7f; });
}

bool has_description_form(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        const bool plain = c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c <= 0x7e);
        if (plain) {
            continue;
        }
        // U+00A1 to U+00FF are C2 A1 to C3 BF in UTF-8.
        const auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0U;
        if ((c != 0xC2 || next < 0xA1 || next > 0xBF) &&
            (c != 0xC3 || next < 0x80 || next > 0xBF)) {
            return false;
        }
        ++i;
    }
    return true;
}

bool is_same_name(std::string_view left, std::string_view right) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [](char a, char b) { return lower(a) == lower(b); });
}

Result<void> check_identity_name(std::string_view what, std::string_view name,
                                 std::size_t characters_max) {
    if (name.empty() || name.size() > characters_max || !has_name_characters(name)) {
        return Error{
            ErrorKind::invalid,
            fmt::format("a {} must have 1 to {} letters, digits or _+=,.@-", what, characters_max),
            "ValidationError"};
    }
    return {};
}

Result<void> check_path(std::string_view path) {
    if (path.size() > kPathCharactersMax || !has_path_form(path)) {
        return Error{ErrorKind::invalid,
                     fmt::format("a path must begin and end with a slash and have at most {} "
                                 "characters, none of them blank",
                                 kPathCharactersMax),
                     "ValidationError"};
    }
    return {};
}

Result<Tags> with_identity_tags(const Tags& present, const std::vector<Tag>& tags) {
    for (auto tag = tags.begin(); tag != tags.end(); ++tag) {
        const auto same = [tag](const Tag& other) { return is_same_name(tag->key, other.key); };
        if (std::any_of(tags.begin(), tag, same)) {
            return invalid_identity_input(
                "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
        }
    }
    Tags all = present;
    for (const auto& tag : tags) {
        std::erase_if(all, [&](const auto& one) { return is_same_name(one.first, tag.key); });
    }
    if (auto fault = find_tag_fault(tags, all)) {
        return as_error(*std::move(fault));
    }
    for (const auto& tag : tags) {
        all.insert_or_assign(tag.key, tag.value);
    }
    return all;
}

Result<Tags> without_identity_tags(const Tags& present, const std::vector<std::string>& keys) {
    if (auto fault = find_tag_key_fault(keys)) {
        return as_error(*std::move(fault));
    }
    Tags rest = present;
    for (const auto& key : keys) {
        std::erase_if(rest, [&](const auto& one) { return is_same_name(one.first, key); });
    }
    return rest;
}

Result<Tags> new_identity_tags(const std::vector<Tag>& tags) {
    return with_identity_tags({}, tags);
}

}  // namespace licet::model
