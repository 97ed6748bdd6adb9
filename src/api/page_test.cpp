// SPDX-License-Identifier: Apache-2.0
#include "api/page.h"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <vector>

namespace licet::api {
namespace {

TEST(Page, TokensAreReadBackForTheirListingOnly) {
    const std::string token = make_page_token("ListThings", "a\nb");
    EXPECT_EQ(read_page_token("ListThings", token).value(), "a\nb");
    EXPECT_FALSE(read_page_token("ListThing", token).ok());
    EXPECT_FALSE(read_page_token("ListThings", token + "x").ok());
    EXPECT_FALSE(read_page_token("ListThings", "").ok());
}

TEST(Page, WalksASetToItsEnd) {
    const std::set<std::string> items{"a", "b", "c", "d", "e"};
    std::vector<std::string> seen;
    Page<std::string> page{.after = std::nullopt, .size = 2};
    int pages = 0;
    while (true) {
        ++pages;
        const auto next = fill_page(items, page, [&](const std::string& item) {
            seen.push_back(item);
            return true;
        });
        if (!next) {
            break;
        }
        page.after = next;
    }
    EXPECT_EQ(pages, 3);
    EXPECT_EQ(seen, (std::vector<std::string>{"a", "b", "c", "d", "e"}));
}

TEST(Page, ThatEndsWithTheListIsTheLast) {
    const std::map<AccountId, int> items{{AccountId{1}, 1}, {AccountId{2}, 2}};
    const auto take = [](const auto&) { return true; };
    EXPECT_EQ(fill_page(items, Page<AccountId>{.after = std::nullopt, .size = 2}, take),
              std::nullopt);
    EXPECT_EQ(fill_page(items, Page<AccountId>{.after = std::nullopt, .size = 1}, take),
              "000000000001");
    EXPECT_EQ(fill_page(items, Page<AccountId>{.after = AccountId{1}, .size = 1}, take),
              std::nullopt);
    EXPECT_EQ(fill_page(items, Page<AccountId>{.after = AccountId{9}, .size = 1}, take),
              std::nullopt);
}

TEST(Page, OfARareKindOfItemIsShortAndGoesOn) {
    std::set<std::string> items;
    for (std::size_t i = 0; i < kPageScanMax + 5; ++i) {
        items.insert(std::to_string(10'000'000 + i));
    }
    const auto none = [](const auto&) { return false; };
    const auto next = fill_page(items, Page<std::string>{.after = std::nullopt, .size = 1}, none);
    ASSERT_TRUE(next.has_value());
    EXPECT_EQ(fill_page(items, Page<std::string>{.after = next, .size = 1}, none), std::nullopt);
}

}  // namespace
}  // namespace licet::api
