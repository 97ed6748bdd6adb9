// SPDX-License-Identifier: Apache-2.0
#include "model/tags.h"

#include <gtest/gtest.h>

namespace licet::model {
namespace {

std::optional<TagFaultKind> fault(const std::vector<Tag>& tags, const Tags& present = {}) {
    const auto found = find_tag_fault(tags, present);
    return found ? std::optional{found->kind} : std::nullopt;
}

TEST(Tags, AcceptsWhatAwsAccepts) {
    EXPECT_EQ(fault({}), std::nullopt);
    EXPECT_EQ(fault({{"team", ""}, {"cost centre", "a_b.c:d/e=f+g-h@i 1"}}), std::nullopt);
    EXPECT_EQ(fault({{"Größe", "große Straße"}}), std::nullopt);
    EXPECT_EQ(fault({{"awsome", "x"}}), std::nullopt);
}

TEST(Tags, RefusesKeysAndValuesOutsideTheirLength) {
    EXPECT_EQ(fault({{"", "x"}}), TagFaultKind::too_short);
    EXPECT_EQ(fault({{std::string(128, 'k'), "x"}}), std::nullopt);
    EXPECT_EQ(fault({{std::string(129, 'k'), "x"}}), TagFaultKind::too_long);
    EXPECT_EQ(fault({{"k", std::string(256, 'v')}}), std::nullopt);
    EXPECT_EQ(fault({{"k", std::string(257, 'v')}}), TagFaultKind::too_long);
}

TEST(Tags, CountsCharactersNotBytes) {
    std::string key;
    for (int i = 0; i < 128; ++i) {
        key += "ä";
    }
    EXPECT_EQ(fault({{key, ""}}), std::nullopt);
    EXPECT_EQ(fault({{key + "ä", ""}}), TagFaultKind::too_long);
}

TEST(Tags, RefusesOddCharacters) {
    EXPECT_EQ(fault({{"a*b", ""}}), TagFaultKind::bad_character);
    EXPECT_EQ(fault({{"a\nb", ""}}), TagFaultKind::bad_character);
    EXPECT_EQ(fault({{"k", "<b>"}}), TagFaultKind::bad_character);
    EXPECT_EQ(fault({{"k", "\xc2\x85"}}), TagFaultKind::bad_character);
}

TEST(Tags, RefusesReservedKeysInAnyCase) {
    EXPECT_EQ(fault({{"aws:x", ""}}), TagFaultKind::reserved);
    EXPECT_EQ(fault({{"AwS:x", ""}}), TagFaultKind::reserved);
    EXPECT_TRUE(find_tag_key_fault({"ok", "AWS:"}).has_value());
    EXPECT_FALSE(find_tag_key_fault({"ok", "not there"}).has_value());
}

TEST(Tags, RefusesAKeyGivenTwice) {
    EXPECT_EQ(fault({{"k", "1"}, {"k", "2"}}), TagFaultKind::duplicate);
    EXPECT_EQ(fault({{"k", "1"}, {"K", "2"}}), std::nullopt);
}

TEST(Tags, CountsReplacedTagsOnce) {
    Tags present;
    for (std::size_t i = 0; i < kTagsMax; ++i) {
        present[std::to_string(i)] = "";
    }
    EXPECT_EQ(fault({{"0", "new"}, {"49", "new"}}, present), std::nullopt);
    EXPECT_EQ(fault({{"50", "new"}}, present), TagFaultKind::too_many);
}

TEST(Tags, QuotesOnlyTheStartOfALongKey) {
    const auto found =
        find_tag_fault({{std::string(63, 'k') + "äöü" + std::string(100, 'x'), ""}}, {});
    ASSERT_TRUE(found.has_value());
    EXPECT_EQ(found->message,
              "tag key `" + std::string(63, 'k') + "` is longer than 128 characters");
}

}  // namespace
}  // namespace licet::model
