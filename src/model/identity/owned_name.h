// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/ids.h"
#include "base/result.h"

#include <compare>
#include <string>
#include <string_view>

namespace licet::model {

/// A user, role, group or managed policy is found by its account and name.
struct OwnedName {
    AccountId account;
    std::string name;

    static Result<OwnedName> parse(std::string_view text);  ///< `<12 digits>/<name>`
    std::string text() const;
    auto operator<=>(const OwnedName&) const = default;
};

}  // namespace licet::model
