// SPDX-License-Identifier: Apache-2.0
#include "base/ids.h"

#include "base/encoding.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>

namespace licet {
namespace {

/// Of the numbers from 00 to 99.
constexpr std::array<char, 200> kDigitPairs = [] {
    std::array<char, 200> pairs{};
    for (std::size_t number = 0; number < 100; ++number) {
        pairs[2 * number] = static_cast<char>('0' + number / 10);
        pairs[2 * number + 1] = static_cast<char>('0' + number % 10);
    }
    return pairs;
}();

}  // namespace

Result<AccountId> AccountId::parse(std::string_view text) {
    std::uint64_t number = 0;
    for (const char c : text) {
        if (c < '0' || c > '9' || text.size() != 12) {
            number = 0;
            break;
        }
        number = number * 10 + static_cast<std::uint64_t>(c - '0');
    }
    if (number == 0) {
        return Error{ErrorKind::invalid,
                     fmt::format("`{}` is not an account id of 12 digits", text.substr(0, 64))};
    }
    return AccountId{number};
}

std::string AccountId::text() const {
    std::string digits(12, '0');  // without allocation
    auto rest = number;
    for (std::size_t at = digits.size(); at != 0; rest /= 100) {
        at -= 2;
        std::memcpy(digits.data() + at, kDigitPairs.data() + 2 * (rest % 100), 2);
    }
    return rest == 0 ? digits : std::to_string(number);
}

Result<Id128> Id128::parse(std::string_view text) {
    const bool lower =
        std::none_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'F'; });
    auto bytes = from_hex(text);
    if (!bytes.ok() || !lower || bytes->size() != 16) {
        return Error{ErrorKind::invalid, fmt::format("`{}` is not 32 lower-case hexadecimal digits",
                                                     text.substr(0, 64))};
    }
    Id128 id;
    std::memcpy(id.bytes.data(), bytes->data(), 16);
    return id;
}

Id128 Id128::random(Random& random) {
    Id128 id;
    random.fill(id.bytes);
    return id;
}

std::string Id128::text() const {
    return to_hex(bytes);
}

}  // namespace licet

std::size_t std::hash<licet::Id128>::operator()(const licet::Id128& id) const noexcept {
    std::uint64_t halves[2];
    std::memcpy(halves, id.bytes.data(), sizeof halves);
    return static_cast<std::size_t>(halves[0] ^ (halves[1] * 0x9e3779b97f4a7c15U));
}
