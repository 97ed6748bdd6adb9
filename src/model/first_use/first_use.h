// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/ids.h"
#include "base/time.h"

#include <boost/describe.hpp>

#include <map>
#include <string>
#include <string_view>

/// What is known of accounts that try to subscribe to a product by using it. Source: domain.md 7.2,
/// rule BA-10.
namespace licet::model {

/// An attempt that has not succeeded. One that has leaves an agreement instead.
struct FirstUse {
    Time started_at;      ///< of the first call
    std::string missing;  ///< the prerequisite that was missing at the last attempt
};
BOOST_DESCRIBE_STRUCT(FirstUse, (), (started_at, missing))

/// Owned by the engine's thread.
struct FirstUses {
    std::map<AccountId, std::map<std::string, FirstUse, std::less<>>> pending;  ///< then by product
};
BOOST_DESCRIBE_STRUCT(FirstUses, (), (pending))

/// Null when there is none.
const FirstUse* find_first_use(const FirstUses& state, AccountId account, std::string_view product);

}  // namespace licet::model
