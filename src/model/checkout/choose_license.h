// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "model/license/license.h"

#include <optional>
#include <string>
#include <vector>

namespace licet::model {

struct State;

/// By what a checkout names a license. Source: rule CO-3.
struct LicenseChoice {
    std::string product_sku;
    std::string key_fingerprint;
    std::optional<std::string> beneficiary;
};

/// Whether `account` may do `operation` with the license now: the license is AVAILABLE, and the
/// account issued it, or has a grant of it in force that allows the operation. Source: rule CO-9.
bool may_use(const State& state, AccountId account, const Id128& license,
             AllowedOperation operation, Time now);

/// The usable licenses of that choice that `account` may do `operation` with, best first: those
/// granted to it, its own subscription among them; for a seller, those that it issued to the
/// beneficiary.
/// @return InvalidParameterValueException when a seller asks for its own license and names no
///         Beneficiary.
/// O(grants that the account received, plus licenses that the seller issued to the beneficiary).
Result<std::vector<Id128>> choose_licenses(const State& state, AccountId account,
                                           const LicenseChoice& choice, AllowedOperation operation,
                                           Time now);

}  // namespace licet::model
