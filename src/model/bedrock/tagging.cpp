// SPDX-License-Identifier: Apache-2.0
#include "model/bedrock/tagging.h"

#include <utility>

namespace licet::model {

Result<Tags> with_tags(Tags present, const std::vector<Tag>& tags) {
    if (auto fault = find_tag_fault(tags, present)) {
        return Error{
            ErrorKind::invalid, std::move(fault->message),
            fault->kind == TagFaultKind::too_many ? "TooManyTagsException" : "ValidationException"};
    }
    for (auto& [key, value] : to_tags(tags)) {
        present.insert_or_assign(key, value);
    }
    return present;
}

}  // namespace licet::model
