// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

namespace licet::model {

/// A sum of money that is not negative, exact to 8 decimals; its currency is known from elsewhere.
/// Immutable.
class Amount {
public:
    Amount() = default;  ///< nothing

    /// @param text digits, then at most one point and up to 8 decimals: `1250.50`.
    /// @return `invalid` for anything else and for more than kWholeMax.
    static Result<Amount> parse(std::string_view text);

    /// Without needless zeros: `1250.5`.
    std::string text() const;

    bool is_zero() const { return units_ == 0; }

    /// @return `invalid` when the sum would pass kWholeMax.
    Result<Amount> plus(Amount other) const;
    Result<Amount> times(std::int64_t count) const;

    /// What is left when `other` is taken away. Requires other <= *this.
    Amount minus(Amount other) const;

    auto operator<=>(const Amount&) const = default;

    static constexpr std::int64_t kWholeMax = 50'000'000'000;

private:
    std::int64_t units_ = 0;  ///< of 1e-8
};

}  // namespace licet::model
