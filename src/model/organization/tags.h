// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/event.h"
#include "model/state.h"
#include "model/tags.h"

#include <string>
#include <string_view>
#include <vector>

namespace licet::model {

struct TagOrganizationResource {
    std::string resource;  ///< root id, OU id, account id or policy id
    std::vector<Tag> tags;
};

struct UntagOrganizationResource {
    std::string resource;
    std::vector<std::string> keys;
};

/// Source: TagResource; only the management account may.
/// @return InvalidInputException, TargetNotFoundException, ConstraintViolationException
///         (MAX_TAG_LIMIT_EXCEEDED).
Result<Events> tag_organization_resource(const State& state, const TagOrganizationResource& command,
                                         const Context& context);
Result<Events> untag_organization_resource(const State& state,
                                           const UntagOrganizationResource& command,
                                           const Context& context);

/// The tags of a root, OU, account or policy of this organization.
/// @return `not_found` (TargetNotFoundException).
Result<const Tags*> require_tags(const Organizations& state, const OrganizationView& organization,
                                 std::string_view resource);

/// Checks tags for something new.
/// @return InvalidInputException or ConstraintViolationException as above.
Result<Tags> new_tags(const std::vector<Tag>& tags);

/// The tags of a root, OU, account or policy; null when there is none of that id.
Tags* find_tags(Organizations& state, std::string_view resource);

}  // namespace licet::model
