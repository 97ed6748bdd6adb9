// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/describe/bounded.h"
#include "model/tags.h"

#include <boost/describe.hpp>

#include <algorithm>
#include <string_view>
#include <vector>

/// Tags as Bedrock spells them. Source: the service model of Bedrock.
namespace licet::api::bedrock {

inline bool has_tag_form(std::string_view text) {
    constexpr std::string_view kOthers = " \t\n\v\f\r._:/=+@-";
    return std::all_of(text.begin(), text.end(), [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               kOthers.find(c) != std::string_view::npos;
    });
}

using TagKey = Text<1, 128, has_tag_form>;

struct Tag {
    TagKey key;
    Text<0, 256, has_tag_form> value;
};
BOOST_DESCRIBE_STRUCT(Tag, (), (key, value))

inline constexpr std::int64_t kTagsInRequestMax = 200;
using TagList = List<Tag, 0, kTagsInRequestMax>;
/// The ARN of what has tags.
using TaggableArn = Text<20, 1011>;

inline std::vector<model::Tag> tags_in(const TagList& tags) {
    std::vector<model::Tag> out;
    for (const auto& tag : tags) {
        out.push_back({tag.key, tag.value});
    }
    return out;
}

/// Tags of a request, as conditions see them: of two with one key the last.
inline model::Tags asked_tags(const TagList& tags) {
    return model::to_tags(tags_in(tags));
}

}  // namespace licet::api::bedrock
