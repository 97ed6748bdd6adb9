// SPDX-License-Identifier: Apache-2.0
#include "net/header_fields.h"

#include "base/check.h"

#include <limits>

namespace licet::net {

HeaderFields::HeaderFields(std::initializer_list<HeaderView> fields) {
    for (const HeaderView& field : fields) {
        push_back(field);
    }
}

void HeaderFields::push_back(HeaderView field) {
    constexpr std::size_t kMost = std::numeric_limits<std::uint32_t>::max();
    LICET_CHECK(field.name.size() <= kMost && field.value.size() <= kMost);
    const Sizes sizes{static_cast<std::uint32_t>(field.name.size()),
                      static_cast<std::uint32_t>(field.value.size())};
    bytes_.append(reinterpret_cast<const char*>(&sizes), sizeof sizes);
    (bytes_ += field.name) += field.value;
}

std::optional<std::string_view> HeaderFields::find(std::string_view name) const {
    for (const HeaderView field : *this) {
        if (field.name == name) {
            return field.value;
        }
    }
    return std::nullopt;
}

}  // namespace licet::net
