// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/iam/forms.h"
#include "api/page.h"
#include "base/ids.h"
#include "model/identity/identity.h"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>

/// How IAM's lists are paged. Source: Marker, MaxItems of its service model.
namespace licet::api::iam {

using Marker = std::optional<Text<1, 320>>;
using MaxItems = std::optional<Integer<1, 1000>>;

inline constexpr std::size_t kItemsDefault = 100;

/// @param listing names the list, its filter included: a marker serves no other.
/// @return ValidationError for a marker that is not of this list.
Result<Page<std::string>> page_of(const Listing& listing, const Marker& marker,
                                  const MaxItems& max_items);

/// Puts into a response what follows from `next`, as fill_page() and fill_names() return it.
template <typename Response>
void end_page(Response& response, const Listing& listing, const std::optional<std::string>& next) {
    response.IsTruncated = next.has_value();
    if (next) {
        response.Marker = listing.token_after(*next);
    }
}

/// As fill_page(), over the names of one account: those in `stored` and those in `more`, which have
/// no name in common. Calls `take(name, item)`.
template <typename Item, typename Take>
std::optional<std::string> fill_names(const std::map<model::OwnedName, Item>& stored,
                                      AccountId account, const std::map<std::string, Item>& more,
                                      const Page<std::string>& page, Take take) {
    const std::string after = page.after.value_or("");
    auto one = stored.upper_bound({account, after});
    auto two = more.upper_bound(after);
    std::size_t taken = 0;
    std::string last;
    for (std::size_t seen = 0;; ++seen) {
        const bool has_one = one != stored.end() && one->first.account == account;
        const bool has_two = two != more.end();
        if (!has_one && !has_two) {
            return std::nullopt;
        }
        if (taken == page.size || seen == kPageScanMax) {
            return last;
        }
        const bool first = has_one && (!has_two || one->first.name < two->first);
        last = first ? one->first.name : two->first;
        taken += take(last, first ? one->second : two->second) ? 1 : 0;
        if (first) {
            ++one;
        } else {
            ++two;
        }
    }
}

}  // namespace licet::api::iam
