// SPDX-License-Identifier: Apache-2.0
#include "base/packed_map.h"

#include "base/random.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

namespace licet {
namespace {

using Packed = PackedMap<int, std::string>;

void expect_same(const Packed& packed, const std::map<int, std::string>& plain) {
    ASSERT_EQ(packed.size(), plain.size());
    auto expected = plain.begin();
    for (const auto& [key, value] : packed) {
        ASSERT_EQ(key, expected->first);
        ASSERT_EQ(value, expected->second);
        ++expected;
    }
    ASSERT_TRUE(expected == plain.end());
    for (const auto& [key, value] : plain) {
        const auto found = packed.find(key);
        ASSERT_FALSE(found == packed.end());
        ASSERT_EQ(found->second, value);
    }
}

/// Fills both maps with `count` keys, made by `next`, some of them more than once.
template <typename Next>
void fill_and_compare(int count, Next next) {
    Packed packed;
    std::map<int, std::string> plain;
    for (int i = 0; i < count; ++i) {
        const int key = next(i);
        packed[key] += std::to_string(i);
        plain[key] += std::to_string(i);
    }
    expect_same(packed, plain);
    const Packed copy = packed;
    for (int key = -3; key < 3 * count; key += 7) {
        ASSERT_EQ(copy.find(key) == copy.end(), !plain.contains(key));
    }
    packed[-1] = "more";
    expect_same(copy, plain);
}

TEST(PackedMap, EmptyHoldsNothing) {
    const Packed packed;
    EXPECT_TRUE(packed.empty());
    EXPECT_TRUE(packed.begin() == packed.end());
    EXPECT_TRUE(packed.find(1) == packed.end());
}

TEST(PackedMap, IsAsAMapInWhateverOrderItIsFilled) {
    SeededRandom random{1};
    for (const int count : {1, 2, 63, 64, 65, 128, 129, 1'000, 5'000}) {
        fill_and_compare(count, [](int i) { return 2 * i; });
        fill_and_compare(count, [&](int i) { return 2 * (count - i); });
        fill_and_compare(count, [&](int) { return static_cast<int>(random.below(4'000)); });
        fill_and_compare(count, [](int i) { return i % 2 == 0 ? i : 10'000 - i; });
    }
}

TEST(PackedMap, EmplacingTwiceKeepsTheFirst) {
    Packed packed;
    packed.try_emplace(packed.end(), 7)->second = "first";
    EXPECT_EQ(packed.try_emplace(packed.end(), 7)->second, "first");
    EXPECT_EQ(packed.size(), 1U);
}

TEST(PackedMap, IsAsAMapWhenItemsComeAndGo) {
    SeededRandom random{3};
    Packed packed;
    std::map<int, std::string> plain;
    const auto number = [&](std::uint64_t below) { return static_cast<int>(random.below(below)); };
    for (const int kept : {3'000, 10, 2'000, 0}) {
        while (plain.size() < static_cast<std::size_t>(kept)) {
            const int key = number(20'000);
            packed[key] = plain[key] = std::to_string(key);
        }
        while (plain.size() > static_cast<std::size_t>(kept)) {
            const int key = number(20'000);
            const auto next = plain.lower_bound(key);
            const int gone = next == plain.end() ? plain.begin()->first : next->first;
            ASSERT_EQ(packed.erase(key), plain.erase(key) > 0);
            ASSERT_EQ(packed.erase(gone), plain.erase(gone) > 0);
        }
        expect_same(packed, plain);
        for (int key = -1; key <= 20'000; key += 13) {
            const auto expected = plain.lower_bound(key);
            const auto found = std::as_const(packed).lower_bound(key);
            ASSERT_EQ(found == std::as_const(packed).end(), expected == plain.end());
            if (expected != plain.end()) {
                ASSERT_EQ(found->first, expected->first);
            }
        }
    }
    EXPECT_TRUE(packed.empty());
}

TEST(PackedMap, EmptiedFromTheFrontItStaysAMap) {
    Packed packed;
    for (int key = 0; key < 1'000; ++key) {
        packed[key] = "x";
    }
    for (int key = 0; key < 1'000; ++key) {
        ASSERT_EQ(packed.begin()->first, key);
        ASSERT_TRUE(packed.erase(packed.begin()->first));
    }
    EXPECT_TRUE(packed.empty());
    EXPECT_FALSE(packed.erase(1));
}

}  // namespace
}  // namespace licet
