// SPDX-License-Identifier: Apache-2.0
#include "model/grant/grant_id.h"

#include <cstring>

namespace licet::model {
namespace {

constexpr std::size_t kOwnBytes = 10;
constexpr std::uint64_t kTailMask = (std::uint64_t{1} << 48) - 1;
constexpr std::uint64_t kNoAccount = kTailMask >> 8;  // 2^40 - 1, above every account number

std::uint64_t read_own(const Id128& id, std::size_t from) {
    std::uint64_t value = 0;
    std::memcpy(&value, id.bytes.data() + from, 8);
    return value;
}

/// 48 bits that depend on all of the first 80. It hides no secret; it only spreads the bits.
std::uint64_t mask_of(const Id128& id) {
    std::uint64_t z = read_own(id, 0) ^ (read_own(id, 2) * 0x9e3779b97f4a7c15U);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
    return (z ^ (z >> 31)) & kTailMask;
}

GrantId with_tail(Id128 id, std::uint64_t tail) {
    const std::uint64_t masked = tail ^ mask_of(id);
    for (std::size_t i = 0; i < 6; ++i) {
        id.bytes[kOwnBytes + i] = static_cast<std::uint8_t>(masked >> (40 - 8 * i));
    }
    return GrantId{id};
}

std::uint64_t tail_of(const Id128& id) {
    std::uint64_t masked = 0;
    for (std::size_t i = 0; i < 6; ++i) {
        masked = (masked << 8) | id.bytes[kOwnBytes + i];
    }
    return masked ^ mask_of(id);
}

}  // namespace

Result<GrantId> GrantId::parse(std::string_view text) {
    LICET_TRY(const Id128 id, Id128::parse(text));
    return GrantId{id};
}

GrantId GrantId::random(Random& random) {
    return with_tail(Id128::random(random), kNoAccount << 8);
}

GrantId GrantId::sub_grant(AccountId account, std::uint8_t generation) const {
    LICET_CHECK(account.number < kAccountNumbers);
    return with_tail(id, (account.number << 8) | generation);
}

std::optional<GrantId::Part> GrantId::part() const {
    const std::uint64_t tail = tail_of(id);
    const std::uint64_t account = tail >> 8;
    if (account == 0 || account >= kAccountNumbers) {
        return std::nullopt;
    }
    return Part{AccountId{account}, static_cast<std::uint8_t>(tail & 0xff)};
}

GrantId GrantId::parent() const {
    return part() ? with_tail(id, kNoAccount << 8) : *this;
}

}  // namespace licet::model
