// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/define.h"
#include "model/tags.h"

#include <optional>
#include <vector>

namespace licet::api::license_manager {

using NewTags = std::optional<List<WireTag, 0, model::kTagsMax>>;

/// The tags of a new resource. @return InvalidParameterValueException when they are not valid.
Result<model::Tags> tags_in(const NewTags& given);

}  // namespace licet::api::license_manager
