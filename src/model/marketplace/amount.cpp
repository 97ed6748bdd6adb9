// SPDX-License-Identifier: Apache-2.0
#include "model/marketplace/amount.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace licet::model {
namespace {

constexpr std::int64_t kUnits = 100'000'000;
constexpr std::size_t kDecimals = 8;
constexpr std::size_t kDigitsMax = 11;  // of kWholeMax
constexpr std::int64_t kUnitsMax = Amount::kWholeMax * kUnits;

Error too_much() {
    return Error{
        ErrorKind::invalid,
        fmt::format("the sum is more than {}, the most that can be charged", Amount::kWholeMax)};
}

std::int64_t number(std::string_view digits) {
    std::int64_t value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

}  // namespace

Result<Amount> Amount::parse(std::string_view text) {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    const auto point = std::min(text.find('.'), text.size());
    const auto whole = text.substr(0, point);
    const auto part = text.substr(std::min(point + 1, text.size()));
    const bool sound = !whole.empty() && whole.size() <= kDigitsMax && part.size() <= kDecimals &&
                       std::all_of(whole.begin(), whole.end(), is_digit) &&
                       std::all_of(part.begin(), part.end(), is_digit) &&
                       (point == text.size() || !part.empty());
    if (!sound) {
        return Error{ErrorKind::invalid,
                     fmt::format("`{}` is no amount: it reads like `1250.50`, with up to {} "
                                 "decimals",
                                 text.substr(0, 32), kDecimals)};
    }
    std::string decimals{part};
    decimals.resize(kDecimals, '0');
    if (number(whole) > kWholeMax) {
        return too_much();
    }
    Amount amount;
    amount.units_ = number(whole) * kUnits + number(decimals);
    if (amount.units_ > kUnitsMax) {
        return too_much();
    }
    return amount;
}

std::string Amount::text() const {
    std::string text = fmt::format("{}.{:08}", units_ / kUnits, units_ % kUnits);
    text.resize(text.find_last_not_of('0') + 1);
    if (text.back() == '.') {
        text.pop_back();
    }
    return text;
}

Result<Amount> Amount::plus(Amount other) const {
    Amount sum;
    sum.units_ = units_ + other.units_;  // each is at most kUnitsMax, so this cannot wrap
    if (sum.units_ > kUnitsMax) {
        return too_much();
    }
    return sum;
}

Result<Amount> Amount::times(std::int64_t count) const {
    LICET_CHECK(count >= 0);
    if (count != 0 && units_ > kUnitsMax / count) {
        return too_much();
    }
    Amount product;
    product.units_ = units_ * count;
    return product;
}

Amount Amount::minus(Amount other) const {
    LICET_CHECK(other.units_ <= units_);
    Amount rest;
    rest.units_ = units_ - other.units_;
    return rest;
}

}  // namespace licet::model
