// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/random.h"
#include "base/result.h"

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace licet {

/// An AWS account: 12 decimal digits, kept as a number. 0 stands for no account.
struct AccountId {
    std::uint64_t number = 0;

    /// @return `invalid` unless `text` is exactly 12 digits and not all zero.
    static Result<AccountId> parse(std::string_view text);
    std::string text() const;

    explicit operator bool() const { return number != 0; }
    auto operator<=>(const AccountId&) const = default;
};

/// The largest account number, exclusive.
inline constexpr std::uint64_t kAccountNumbers = 1'000'000'000'000;

/// The account under which AWS Marketplace issues its licenses.
/// Source: rule LM-2.
inline constexpr AccountId kMarketplaceAccount{294'406'891'311};

/// 128 bits, written as 32 lower-case hexadecimal digits: the id inside license and grant ARNs.
struct Id128 {
    std::array<std::uint8_t, 16> bytes{};

    /// @return `invalid` unless `text` is exactly 32 lower-case hexadecimal digits.
    static Result<Id128> parse(std::string_view text);
    static Id128 random(Random& random);
    std::string text() const;

    bool is_zero() const { return *this == Id128{}; }
    auto operator<=>(const Id128&) const = default;
};

}  // namespace licet

template <>
struct std::hash<licet::AccountId> {
    std::size_t operator()(licet::AccountId id) const noexcept {
        return static_cast<std::size_t>(id.number * 0x9e3779b97f4a7c15U);
    }
};

template <>
struct std::hash<licet::Id128> {
    std::size_t operator()(const licet::Id128& id) const noexcept;
};
