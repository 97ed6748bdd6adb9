// SPDX-License-Identifier: Apache-2.0
#include "wire/body_type.h"

#include "base/check.h"

#include <algorithm>

namespace licet::wire {

BodyType::BodyType(const describe::Type& structure, std::span<const RestMember> elsewhere)
    : type_{structure} {
    LICET_CHECK(structure.members.size() <= kMembersMax);
    std::size_t count = 0;
    for (const auto& member : structure.members) {
        const bool in_body = std::none_of(elsewhere.begin(), elsewhere.end(),
                                          [&](const auto& e) { return e.member == member.name; });
        if (in_body) {
            members_[count] = member;
            ++count;
        }
    }
    type_.members = std::span{members_}.first(count);
}

const describe::Member& member_of(const describe::Type& structure, const RestMember& member) {
    const auto* found = describe::find_member(structure, member.member);
    LICET_CHECK(found != nullptr);
    return *found;
}

const RestMember* find_payload(std::span<const RestMember> members) {
    const auto found = std::find_if(members.begin(), members.end(), [](const RestMember& member) {
        return member.location == Location::payload;
    });
    return found == members.end() ? nullptr : &*found;
}

}  // namespace licet::wire
