// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/event.h"
#include "model/tags.h"

#include <string_view>

/// Tags of licenses and grants: a license's are its holder's, a grant's are its grantor's. Whoever
/// else may know of a grant or sub-grant is shown what its scope comes to, as tags.
namespace licet::model {

struct State;

/// @return InvalidParameterValueException for what is no license's or grant's ARN;
///         ResourceNotFoundException when the caller may not know of it; AccessDeniedException when
///         it is a license of another account.
Result<Tags> tags_of_resource(const State& state, AccountId account, std::string_view arn,
                              Time now);

/// Adds tags, those of the same key are replaced.
/// @return as tags_of_resource; AccessDeniedException also when the grant is another account's;
///         InvalidParameterValueException for tags that are not valid,
///         ValidationException for a scope of a grant that scope_of() refuses.
Result<Events> tag_resource(const State& state, std::string_view arn, const std::vector<Tag>& tags,
                            const Context& context);

/// Takes tags away; keys that are not there do no harm. @return as tag_resource.
Result<Events> untag_resource(const State& state, std::string_view arn,
                              const std::vector<std::string>& keys, const Context& context);

}  // namespace licet::model
