// SPDX-License-Identifier: Apache-2.0
#include "base/describe/type.h"

namespace licet::describe {

bool may_be_absent(const Type& type) {
    const bool container = type.kind == Kind::list || type.kind == Kind::map;
    return type.kind == Kind::optional || (container && type.min == 0);
}

const Member* find_member(const Type& structure, std::string_view name) {
    for (const auto& member : structure.members) {
        if (member.name == name) {
            return &member;
        }
    }
    return nullptr;
}

std::size_t find_name(const Type& type, std::string_view name) {
    if (type.kind == Kind::variant) {
        for (std::size_t i = 0; i < type.members.size(); ++i) {
            if (type.members[i].name == name) {
                return i;
            }
        }
        return npos;
    }
    for (std::size_t i = 0; i < type.names.size(); ++i) {
        if (type.names[i] == name) {
            return i;
        }
    }
    return npos;
}

}  // namespace licet::describe
