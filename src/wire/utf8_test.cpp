// SPDX-License-Identifier: Apache-2.0
#include "wire/utf8.h"

#include <gtest/gtest.h>

#include <string>

namespace licet::wire {
namespace {

TEST(Utf8, TextsOfEveryLengthOfCharacterAreValid) {
    for (const auto* text : {"", "plain", "\xc2\x80", "\xe2\x82\xac", "\xf4\x8f\xbf\xbf",
                             "caf\xc3\xa9 \xe2\x82\xac \xf0\x9f\x8d\x8b end"}) {
        EXPECT_TRUE(is_utf8(text)) << text;
        EXPECT_EQ(to_utf8(text), text);
    }
}

// Wherever they stand: alone, at the end, before and after plain text.
TEST(Utf8, BrokenBytesAreFoundWhereverTheyStand) {
    for (const auto* broken :
         {"\xff", "\x80", "\xc2", "\xc0\x80", "\xc1\xbf", "\xe2\x82", "\xe0\x80\x80",
          "\xed\xa0\x80", "\xf0\x9f\x8d", "\xf4\x90\x80\x80", "\xf8\x88\x80\x80\x80"}) {
        const std::string bytes = broken;
        for (const auto& text : {bytes, "plain" + bytes, bytes + "plain", "\xc3\xa9" + bytes}) {
            EXPECT_FALSE(is_utf8(text)) << text;
            EXPECT_TRUE(is_utf8(to_utf8(text))) << text;
        }
    }
}

TEST(Utf8, EachBrokenByteBecomesAReplacementCharacter) {
    EXPECT_EQ(to_utf8("a\xff"
                      "b"),
              "a\xef\xbf\xbd"
              "b");
    EXPECT_EQ(to_utf8("\xe2\x82"), "\xef\xbf\xbd\xef\xbf\xbd");
}

}  // namespace
}  // namespace licet::wire
