// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/operation.h"

#include <optional>
#include <utility>

/// What the `permissions` functions of operations are written with.
namespace licet::api {

/// The operation's own action on one resource.
inline Permissions permit(std::string resource, const model::Tags* resource_tags = nullptr) {
    Permissions one(1);
    one.front().resource = std::move(resource);
    one.front().resource_tags = resource_tags;
    return one;
}

inline Permission::Value key_value(policy::Key key, std::string value) {
    Permission::Value made{key, {}};
    made.values.push_back(std::move(value));
    return made;
}

/// Tags of a request, as conditions see them: of two with one key the last.
template <typename WireTags>
model::Tags asked_tags(const WireTags& tags) {
    model::Tags asked;
    for (const auto& tag : tags) {
        asked.insert_or_assign(tag.Key, tag.Value);
    }
    return asked;
}

template <typename WireTags>
model::Tags asked_tags(const std::optional<WireTags>& tags) {
    return tags ? asked_tags(*tags) : model::Tags{};
}

/// The keys of tags that a request takes away.
template <typename Keys>
std::vector<std::string> asked_tag_keys(const Keys& keys) {
    return {keys.begin(), keys.end()};
}

/// The keys of a request that gives tags to something new.
inline constexpr KeySet kNewTagKeys{policy::Key::aws_request_tag, policy::Key::aws_tag_keys};
/// Those of a request about something that has tags.
inline constexpr KeySet kTaggedKeys{policy::Key::aws_resource_tag};
/// Those of a request that changes the tags of something.
inline constexpr KeySet kTaggingKeys{policy::Key::aws_request_tag, policy::Key::aws_tag_keys,
                                     policy::Key::aws_resource_tag};

}  // namespace licet::api
