// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "model/tags.h"

#include <vector>

namespace licet::model {

/// The tags of a resource of Bedrock with more of them. @param present what it has already
/// @return ValidationException or TooManyTagsException
Result<Tags> with_tags(Tags present, const std::vector<Tag>& tags);

}  // namespace licet::model
