// SPDX-License-Identifier: Apache-2.0
#include "meter/ahead.h"

#include "base/temporary_directory.h"

#include <gtest/gtest.h>

#include <fstream>

namespace licet::meter {
namespace {

struct AheadTest : testing::Test {
    TemporaryDirectory place;
    std::filesystem::path path() const { return place.path() / "ahead"; }
    Ahead open() const { return Ahead::open(path(), 10).value(); }
};

TEST_F(AheadTest, KeepsLinesInOrderAsLongAsThereIsRoom) {
    auto ahead = open();
    EXPECT_TRUE(ahead.append("1234567\n"));
    EXPECT_FALSE(ahead.append("abc"));
    const auto end = ahead.end();
    EXPECT_TRUE(ahead.append("a\n"));
    ahead.commit(end);
    EXPECT_TRUE(ahead.append("bcdefg\n"));  // goes round
    EXPECT_EQ(ahead.lines(), "a\nbcdefg\n");
    EXPECT_EQ(open().lines(), "a\nbcdefg\n");
    ahead.commit(ahead.end());
    EXPECT_EQ(open().lines(), "");
    EXPECT_EQ(open().used(), 0U);
}

TEST_F(AheadTest, WhatWasTouchedHoldsUntilItIsDoneWith) {
    auto ahead = open();
    ahead.append("a\n");
    ASSERT_TRUE(ahead.touch({.day = 7, .bytes = 100}).ok());
    ASSERT_TRUE(ahead.touch({.day = 7, .bytes = 200}).ok());
    ASSERT_TRUE(ahead.touch({.day = 8, .bytes = 0}).ok());
    const auto touched = open().touched();
    ASSERT_EQ(touched.size(), 2U);
    EXPECT_EQ(touched[0].bytes, 100U);
    EXPECT_EQ(touched[1].day, 8);
    ahead.commit(ahead.end());
    EXPECT_TRUE(open().touched().empty());

    for (std::size_t day = 0; day < Ahead::kTouchedMax; ++day) {
        ASSERT_TRUE(ahead.touch({.day = static_cast<std::int64_t>(day)}).ok());
    }
    EXPECT_EQ(ahead.touch({.day = -1}).error().kind, ErrorKind::unavailable);
}

TEST_F(AheadTest, WhatALossOfPowerLeftIsNotTrusted) {
    {
        auto ahead = open();
        ahead.append("a\n");
        ASSERT_TRUE(ahead.touch({.day = 7, .bytes = 100}).ok());
    }
    std::fstream{path(), std::ios::in | std::ios::out}.seekp(10).put('x');  // of the boot's id
    auto ahead = open();
    EXPECT_EQ(ahead.lines(), "");
    EXPECT_TRUE(ahead.touched().empty());
    EXPECT_EQ(ahead.capacity(), 10U);
}

}  // namespace
}  // namespace licet::meter
