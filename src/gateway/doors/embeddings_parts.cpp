// SPDX-License-Identifier: Apache-2.0
#include "gateway/doors/embeddings_parts.h"

#include "gateway/doors/reading.h"

#include <algorithm>
#include <vector>

namespace licet::gateway {

Result<void> read_embedding_types(Json list, std::span<const std::string_view> types) {
    std::vector<std::size_t> named;
    return list.each_item([&](Json item) -> Result<void> {
        LICET_TRY(const auto type, read_choice(item, types));
        if (std::find(named.begin(), named.end(), type) != named.end()) {
            return wrong("is there twice");
        }
        named.push_back(type);
        return {};
    });
}

}  // namespace licet::gateway
