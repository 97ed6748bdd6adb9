// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/context.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What every AWS API demands of tags. Each service names the faults in its own errors.
namespace licet::model {

struct Tag {
    std::string key;
    std::string value;
};

inline constexpr std::size_t kTagsMax = 50;               ///< on one resource
inline constexpr std::size_t kTagKeyCharactersMax = 128;  ///< and at least one
inline constexpr std::size_t kTagValueCharactersMax = 256;

enum class TagFaultKind {
    too_short,      ///< an empty key
    too_long,       ///< a key or a value
    bad_character,  ///< one that is no letter, digit, space or `_.:/=+-@`
    reserved,       ///< a key that starts with `aws:`, in any case
    duplicate,      ///< a key given twice
    too_many,       ///< more than kTagsMax on the resource
};

struct TagFault {
    TagFaultKind kind;
    std::string message;
};

/// Checks tags to be put on a resource that has `present`. Of characters outside ASCII only the
/// control characters are refused.
/// @return the first fault, or nothing.
std::optional<TagFault> find_tag_fault(const std::vector<Tag>& tags, const Tags& present);

/// Checks keys of tags to be removed; the keys need not be present.
std::optional<TagFault> find_tag_key_fault(const std::vector<std::string>& keys);

/// The tags by key; of a key given twice the last one counts.
Tags to_tags(const std::vector<Tag>& tags);

}  // namespace licet::model
