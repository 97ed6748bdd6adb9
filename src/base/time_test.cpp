// SPDX-License-Identifier: Apache-2.0
#include "base/time.h"

#include <gtest/gtest.h>

namespace licet {
namespace {

TEST(Times, AreReadAsTheyAreWritten) {
    for (const auto time : {kTimeMin, kTimeMax, from_epoch_ms(0), from_epoch_ms(-1),
                            from_epoch_ms(1'790'000'000'123)}) {
        const auto text = format_iso8601(time);
        const auto read = parse_iso8601(text);
        ASSERT_TRUE(read.ok()) << text;
        EXPECT_EQ(*read, time) << text;
    }
}

TEST(Times, AreWrittenWithMillisecondsWhereThereAreAny) {
    EXPECT_EQ(format_iso8601(from_epoch_ms(1'795'419'494'000)), "2026-11-23T07:38:14Z");
    EXPECT_EQ(format_iso8601(from_epoch_ms(1'795'419'494'023)), "2026-11-23T07:38:14.023Z");
    EXPECT_EQ(format_iso8601(from_epoch_ms(-62'135'596'800'000)), "0001-01-01T00:00:00Z");
}

TEST(Times, MayHaveAZoneOrNoTime) {
    EXPECT_EQ(*parse_iso8601("1970-01-01T01:00:00+01:00"), from_epoch_ms(0));
    EXPECT_EQ(*parse_iso8601("1970-01-01"), from_epoch_ms(0));
    EXPECT_EQ(*parse_basic("19700101T000001Z"), from_epoch_ms(1000));
}

TEST(Times, OutsideOfTheYearsThatCanBeWrittenAreRefused) {
    EXPECT_TRUE(parse_iso8601("9999-12-31T23:59:59Z").ok());
    for (const auto* text : {"9999-12-31T23:59:59-00:01", "0000-01-01T00:00:00+00:01",
                             "10000-01-01T00:00:00Z", "2026-02-30T00:00:00Z"}) {
        EXPECT_FALSE(parse_iso8601(text).ok()) << text;
    }
}

}  // namespace
}  // namespace licet
