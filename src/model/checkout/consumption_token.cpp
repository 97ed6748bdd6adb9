// SPDX-License-Identifier: Apache-2.0
#include "model/checkout/consumption_token.h"

#include <array>

namespace licet::model {
namespace {

constexpr std::array<std::string_view, 3> kPrefixes{"lease-", "drawn-", "borrow-"};

}  // namespace

std::string ConsumptionToken::text() const {
    return std::string{kPrefixes[static_cast<std::size_t>(kind)]} + key.text();
}

Result<ConsumptionToken> ConsumptionToken::parse(std::string_view text) {
    for (std::size_t kind = 0; kind < kPrefixes.size(); ++kind) {
        if (!text.starts_with(kPrefixes[kind])) {
            continue;
        }
        const auto key = Id128::parse(text.substr(kPrefixes[kind].size()));
        if (key.ok()) {
            return ConsumptionToken{static_cast<CheckoutKind>(kind), *key};
        }
    }
    return unknown_consumption_token();
}

Error unknown_consumption_token() {
    return {ErrorKind::not_found,
            "there is no such LicenseConsumptionToken, or it was given to another account; use "
            "the one that your checkout answered",
            "ResourceNotFoundException"};
}

}  // namespace licet::model
