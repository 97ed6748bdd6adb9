// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/page.h"
#include "base/describe/bounded.h"
#include "model/organization/errors.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/// How the lists of Organizations are paged. Source: NextToken, MaxResults of its service model.
namespace licet::api::organizations {

inline constexpr std::int64_t kPageMax = 20;

using MaxResults = std::optional<Integer<1, kPageMax>>;
using NextToken = std::optional<Text<0, 100'000>>;

inline Error invalid_next_token() {
    return model::invalid_input("INVALID_NEXT_TOKEN",
                                "NextToken is not one that an earlier page of this list returned");
}

inline Result<std::string> parse_key(std::string_view text, const std::string*) {
    return std::string{text};
}
inline Result<AccountId> parse_key(std::string_view text, const AccountId*) {
    return AccountId::parse(text);
}

/// The page that a request asks for.
/// @return InvalidInputException (INVALID_NEXT_TOKEN).
template <typename Key, typename Request>
Result<Page<Key>> page_of(const Listing& listing, const Request& request) {
    Page<Key> page{.after = std::nullopt, .size = kPageMax};
    if (request.MaxResults) {
        page.size = static_cast<std::size_t>(request.MaxResults->value);
    }
    if (request.NextToken) {
        const auto text = listing.key_in(*request.NextToken);
        if (!text.ok()) {
            return invalid_next_token();
        }
        auto key = parse_key(*text, static_cast<const Key*>(nullptr));
        if (!key.ok()) {
            return invalid_next_token();
        }
        page.after = *std::move(key);
    }
    return page;
}

/// Fills a page as fill_page does. @return the NextToken of the response.
template <typename Items, typename Key, typename Take>
std::optional<std::string> fill(const Listing& listing, const Items& items, const Page<Key>& page,
                                Take take) {
    const auto next = fill_page(items, page, take);
    return next ? std::optional{listing.token_after(*next)} : std::nullopt;
}

}  // namespace licet::api::organizations
