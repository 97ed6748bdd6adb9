// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/describe/type.h"
#include "wire/binding.h"

#include <array>
#include <cstddef>
#include <span>

namespace licet::wire {

/// A structure without the members that travel outside its JSON body. Holds a view of itself:
/// neither copied nor moved.
class BodyType {
public:
    BodyType(const describe::Type& structure, std::span<const RestMember> elsewhere);
    BodyType(const BodyType&) = delete;
    BodyType& operator=(const BodyType&) = delete;

    const describe::Type& type() const { return type_; }
    bool empty() const { return type_.members.empty(); }

    static constexpr std::size_t kMembersMax = 64;

private:
    describe::Type type_;
    std::array<describe::Member, kMembersMax> members_{};
};

/// The member of `structure` that `member` names. Requires that there is one.
const describe::Member& member_of(const describe::Type& structure, const RestMember& member);

/// The member that is the whole body, or null.
const RestMember* find_payload(std::span<const RestMember> members);

}  // namespace licet::wire
