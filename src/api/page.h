// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/crypto.h"
#include "base/ids.h"
#include "base/result.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

/// Lists in pages. A page begins after the last key of the one before, so that a list may change
/// between two pages without an item being shown twice or left out.
namespace licet::api {

struct AuditCall;
struct Call;

/// Items looked at for one page at most: a filter that rarely matches gives pages that are not
/// full, as AWS allows, instead of a long stop.
inline constexpr std::size_t kPageScanMax = 10'000;

/// Where a page begins and how many items it has.
template <typename Key>
struct Page {
    std::optional<Key> after;  ///< nothing: the first page
    std::size_t size = 0;      ///< at least 1
};

/// A list as one account sees it, narrowed by a filter. Its tokens say where a page begins; they
/// serve no other account, list or filter, and whoever alters one has none. Opaque to clients.
class Listing {
public:
    Listing(const Call& call, std::string_view name, std::string_view filter = {});
    Listing(const AuditCall& call, std::string_view name, std::string_view filter = {});
    /// @param secrets outlives this.
    Listing(const SealingKey& secrets, AccountId caller, std::string_view name,
            std::string_view filter);

    /// The token of the page that begins after `key`.
    std::string token_after(std::string_view key) const;
    /// The key in a token. @return `invalid` for what token_after() of this list did not return.
    Result<std::string> key_in(std::string_view token) const;

private:
    std::string mac_of(std::string_view key) const;

    const SealingKey* secrets_;
    Sha256 name_;  ///< digest of all that the tokens belong to
};

inline std::string page_key(const std::string& key) {
    return key;
}
inline std::string page_key(AccountId key) {
    return key.text();
}
template <typename Key, typename Value>
std::string page_key(const std::pair<const Key, Value>& item) {
    return page_key(item.first);
}

/// Calls `take` for items of an ordered set or map until the page is full. `take` returns whether
/// the item is in the list.
/// @return the key that the next page begins after; nothing when there is no next page.
template <typename Items, typename Key, typename Take>
std::optional<std::string> fill_page(const Items& items, const Page<Key>& page, Take take) {
    auto item = page.after ? items.upper_bound(*page.after) : items.begin();
    std::size_t taken = 0;
    std::string last;
    for (std::size_t seen = 0; item != items.end(); ++item, ++seen) {
        if (taken == page.size || seen == kPageScanMax) {
            return last;
        }
        last = page_key(*item);
        taken += take(*item) ? 1 : 0;
    }
    return std::nullopt;
}

}  // namespace licet::api
