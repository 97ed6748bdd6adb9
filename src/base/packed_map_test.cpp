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

}  // namespace
}  // namespace licet
