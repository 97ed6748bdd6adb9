// SPDX-License-Identifier: Apache-2.0
#include "api/page.h"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <vector>

namespace licet::api {
namespace {

TEST(Page, TokensServeTheirListAndAccountOnly) {
    const SealingKey key{{7}};
    const Listing list{key, AccountId{1}, "ListThings", "of a kind"};
    const std::string token = list.token_after("a\nb");
    EXPECT_EQ(list.key_in(token).value(), "a\nb");
    EXPECT_EQ(Listing(key, AccountId{1}, "ListThings", "of a kind").key_in(token).value(), "a\nb");
    EXPECT_FALSE(Listing(key, AccountId{2}, "ListThings", "of a kind").key_in(token).ok());
    EXPECT_FALSE(Listing(key, AccountId{1}, "ListThing", "of a kind").key_in(token).ok());
    EXPECT_FALSE(Listing(key, AccountId{1}, "ListThings", "of another").key_in(token).ok());
    EXPECT_FALSE(
        Listing(SealingKey{{8}}, AccountId{1}, "ListThings", "of a kind").key_in(token).ok());
    EXPECT_FALSE(list.key_in(token + "x").ok());
    EXPECT_FALSE(list.key_in("").ok());
}

TEST(Page, TokensThatWereAlteredAnywhereAreNone) {
    const SealingKey key{{7}};
    const Listing list{key, AccountId{1}, "ListThings", ""};
    const std::string token = list.token_after("a long key");
    for (std::size_t i = 0; i < token.size(); ++i) {
        auto altered = token;
        altered[i] = altered[i] == 'A' ? 'B' : 'A';
        const auto key_in = list.key_in(altered);
        EXPECT_FALSE(key_in.ok()) << i;
    }
    EXPECT_EQ(list.key_in("AAAA").error().message,
              "the token is not one that an earlier page of this list returned");
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
