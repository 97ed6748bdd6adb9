// SPDX-License-Identifier: Apache-2.0
#include "model/marketplace/amount.h"

#include <gtest/gtest.h>

namespace licet::model {
namespace {

Amount amount(std::string_view text) {
    const auto parsed = Amount::parse(text);
    EXPECT_TRUE(parsed.ok()) << text;
    return *parsed;
}

TEST(Amount, IsExactToEightDecimals) {
    for (const auto& [text, shown] :
         {std::pair{"0", "0"}, std::pair{"0.00", "0"}, std::pair{"1250.50", "1250.5"},
          std::pair{"0.00000001", "0.00000001"}, std::pair{"007.10", "7.1"},
          std::pair{"50000000000", "50000000000"}}) {
        EXPECT_EQ(amount(text).text(), shown);
    }
}

TEST(Amount, RefusesWhatIsNoAmount) {
    for (const auto* text :
         {"", ".", "1.", ".5", "-1", "1,5", "1e3", "1.123456789", " 1", "1.2.3",
          "50000000000.00000001", "99999999999", "92550005001", "999999999999", "0x1"}) {
        EXPECT_FALSE(Amount::parse(text).ok()) << text;
    }
}

TEST(Amount, AddsAndMultipliesUpToTheMost) {
    EXPECT_EQ(amount("0.1").plus(amount("0.2"))->text(), "0.3");
    EXPECT_EQ(amount("19.99").times(3)->text(), "59.97");
    EXPECT_EQ(amount("19.99").times(0)->text(), "0");
    EXPECT_EQ(amount("59.97").minus(amount("19.99")).text(), "39.98");
    EXPECT_TRUE(amount("25000000000").plus(amount("25000000000")).ok());
    EXPECT_FALSE(amount("25000000000").plus(amount("25000000000.00000001")).ok());
    EXPECT_TRUE(amount("0.5").times(100'000'000'000).ok());
    EXPECT_FALSE(amount("0.5").times(100'000'000'001).ok());
    EXPECT_FALSE(amount("1").times(INT64_MAX).ok());
}

}  // namespace
}  // namespace licet::model
