// SPDX-License-Identifier: Apache-2.0
#include "api/license_manager/tags.h"

namespace licet::api::license_manager {

Result<model::Tags> tags_in(const NewTags& given) {
    std::vector<model::Tag> tags;
    for (const auto& tag : given.value_or(List<WireTag, 0, model::kTagsMax>{})) {
        tags.push_back({tag.Key, tag.Value});
    }
    if (auto fault = model::find_tag_fault(tags, {})) {
        return Error{ErrorKind::invalid, std::move(fault->message),
                     "InvalidParameterValueException"};
    }
    return model::to_tags(tags);
}

}  // namespace licet::api::license_manager
