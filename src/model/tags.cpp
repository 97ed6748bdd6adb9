// SPDX-License-Identifier: Apache-2.0
#include "model/tags.h"

#include "base/utf8.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace licet::model {
namespace {

constexpr std::string_view kReservedPrefix = "aws:";
constexpr std::size_t kQuotedBytesMax = 64;  // of foreign input in a message

bool is_allowed_ascii(unsigned char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           std::string_view{" _.:/=+-@"}.find(static_cast<char>(c)) != std::string_view::npos;
}

bool has_bad_character(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c < 0x80 && !is_allowed_ascii(c)) {
            return true;
        }
        const bool c1_control =
            c == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
        if (c1_control) {
            return true;
        }
    }
    return false;
}

bool is_reserved(std::string_view key) {
    return key.size() >= kReservedPrefix.size() &&
           std::equal(kReservedPrefix.begin(), kReservedPrefix.end(), key.begin(),
                      [](char wanted, char c) {
                          return wanted == (c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
                      });
}

/// At most kQuotedBytesMax bytes of `text`, cut between characters.
std::string_view quoted(std::string_view text) {
    std::size_t size = std::min(text.size(), kQuotedBytesMax);
    while (size > 0 && size < text.size() && continues_character(text[size])) {
        --size;
    }
    return text.substr(0, size);
}

std::optional<TagFault> find_key_fault(std::string_view key) {
    if (key.empty()) {
        return TagFault{TagFaultKind::too_short, "a tag key must have at least 1 character"};
    }
    if (count_characters(key) > kTagKeyCharactersMax) {
        return TagFault{TagFaultKind::too_long,
                        fmt::format("tag key `{}` is longer than {} characters", quoted(key),
                                    kTagKeyCharactersMax)};
    }
    if (is_reserved(key)) {
        return TagFault{
            TagFaultKind::reserved,
            fmt::format("tag key `{}` starts with `aws:`, which is reserved", quoted(key))};
    }
    if (has_bad_character(key)) {
        return TagFault{TagFaultKind::bad_character,
                        fmt::format("tag key `{}` may hold only letters, digits, spaces and "
                                    "_.:/=+-@",
                                    quoted(key))};
    }
    return std::nullopt;
}

std::optional<TagFault> find_value_fault(const Tag& tag) {
    if (count_characters(tag.value) > kTagValueCharactersMax) {
        return TagFault{TagFaultKind::too_long,
                        fmt::format("the value of tag `{}` is longer than {} characters",
                                    quoted(tag.key), kTagValueCharactersMax)};
    }
    if (has_bad_character(tag.value)) {
        return TagFault{TagFaultKind::bad_character,
                        fmt::format("the value of tag `{}` may hold only letters, digits, spaces "
                                    "and _.:/=+-@",
                                    quoted(tag.key))};
    }
    return std::nullopt;
}

}  // namespace

std::optional<TagFault> find_tag_fault(const std::vector<Tag>& tags, const Tags& present) {
    std::set<std::string_view> keys;
    std::size_t added = 0;
    for (const Tag& tag : tags) {
        if (auto fault = find_key_fault(tag.key)) {
            return fault;
        }
        if (auto fault = find_value_fault(tag)) {
            return fault;
        }
        if (!keys.insert(tag.key).second) {
            return TagFault{TagFaultKind::duplicate,
                            fmt::format("tag key `{}` is given twice", quoted(tag.key))};
        }
        added += present.find(tag.key) == present.end() ? 1 : 0;
    }
    if (present.size() + added > kTagsMax) {
        return TagFault{TagFaultKind::too_many,
                        fmt::format("a resource has at most {} tags", kTagsMax)};
    }
    return std::nullopt;
}

std::optional<TagFault> find_tag_key_fault(const std::vector<std::string>& keys) {
    for (const auto& key : keys) {
        if (auto fault = find_key_fault(key)) {
            return fault;
        }
    }
    return std::nullopt;
}

Tags to_tags(const std::vector<Tag>& tags) {
    Tags made;
    for (const auto& [key, value] : tags) {
        made[key] = value;
    }
    return made;
}

}  // namespace licet::model
