// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"
#include "model/identity/errors.h"
#include "model/identity/names.h"
#include "model/identity/owned_name.h"

#include <cstddef>
#include <map>
#include <string_view>

namespace licet::model {

/// The name must be that of nothing else in the account, without regard to case. O(items of the
/// account).
/// @param own the name that the item has now; empty for a new one
/// @return EntityAlreadyExists. @param what `User`
template <typename Item>
Result<void> require_free_name(const std::map<OwnedName, Item>& all, const OwnedName& name,
                               std::string_view what, std::string_view own = "") {
    for (auto one = all.lower_bound({name.account, ""});
         one != all.end() && one->first.account == name.account; ++one) {
        if (one->first.name != own && is_same_name(one->first.name, name.name)) {
            return name_taken(what, name.name);
        }
    }
    return {};
}

/// There may be one more in the account. O(items of the account).
/// @return LimitExceeded. @param quota `UsersPerAccount`
template <typename Item>
Result<void> require_room(const std::map<OwnedName, Item>& all, AccountId account,
                          std::string_view quota, std::size_t limit) {
    std::size_t count = 0;
    for (auto one = all.lower_bound({account, ""});
         one != all.end() && one->first.account == account; ++one) {
        ++count;
    }
    if (count >= limit) {
        return quota_exceeded(quota, limit);
    }
    return {};
}

}  // namespace licet::model
