// SPDX-License-Identifier: Apache-2.0
#include "meter/price.h"

#include <gtest/gtest.h>

#include <vector>

namespace licet::meter {
namespace {

const std::vector<RateText> kCard{
    {"USE1_InputTokenCount", "Million Input Tokens Regional", "3.30"},
    {"USE1_InputTokenCount_Global", "Million Input Tokens Global", "3"},
    {"USE1_output_tokens_standard", "Thousand Response Tokens Regional", "0.0165"},
    {"USE1_output_tokens_global_standard", "Million Response Tokens Global", "15"},
    {"USE1_CacheReadInputTokenCount", "Million Cache Read Input Tokens Regional", "0.011"},
    {"USE1_InputImageTokenCount", "Million Image Input Tokens", "99"},
    {"USW2_CreatedImage", "Image Created", "0.08"}};

TEST(Price, IsTheSumOfTokensTimesRates) {
    const auto rates = rates_of(kCard, Reach::regional);
    EXPECT_EQ(price_of({.input_tokens = 1'000'000}, rates), 3'300'000);
    EXPECT_EQ(price_of({.output_tokens = 1000}, rates), 16'500);
    EXPECT_EQ(price_of({.input_tokens = 10,
                        .output_tokens = 2,
                        .cache_read_tokens = 1000,
                        .reasoning_tokens = 1},
                       rates),
              33 + 33 + 11);
    EXPECT_EQ(price_of({}, rates), 0);
}

TEST(Price, GlobalProfilesHaveTheirOwnWhereTheCardSaysSo) {
    const auto rates = rates_of(kCard, Reach::global);
    EXPECT_EQ(price_of({.input_tokens = 1'000'000}, rates), 3'000'000);
    EXPECT_EQ(price_of({.output_tokens = 1'000'000}, rates), 15'000'000);
    EXPECT_EQ(price_of({.cache_read_tokens = 1'000'000}, rates), 11'000);
}

TEST(Price, IsRoundedHalfUpOnceAtTheEnd) {
    const std::vector<RateText> card{{"InputTokenCount", "Million Input Tokens", "0.25"},
                                     {"OutputTokenCount", "Million Response Tokens", "0.25"}};
    const auto rates = rates_of(card, Reach::regional);
    EXPECT_EQ(price_of({.input_tokens = 1}, rates), 0);
    EXPECT_EQ(price_of({.input_tokens = 1, .output_tokens = 1}, rates), 1);
    EXPECT_EQ(price_of({.input_tokens = 5}, rates), 1);
}

// Issue 5, 6: an unknown price is not zero.
TEST(Price, IsUnknownWhereARateIsMissing) {
    const auto rates = rates_of(kCard, Reach::regional);
    EXPECT_EQ(price_of({.input_tokens = 1, .cache_write_tokens = 1}, rates), std::nullopt);
    EXPECT_EQ(price_of({.input_tokens = 1}, rates_of({}, Reach::global)), std::nullopt);
    EXPECT_EQ(price_of({.input_tokens = 9'000'000'000'000'000'000}, rates), std::nullopt);
    EXPECT_EQ(price_of({}, Rates{}), 0);
}

TEST(Price, ARateThatIsNotPlainIsNone) {
    for (const std::string_view price :
         {"", ".", "1.", ".5", "-1", "1e3", "1.123456789", "1234567", "1.2.3"}) {
        const std::vector<RateText> card{{"InputTokenCount", "Million Input Tokens", price}};
        EXPECT_EQ(rates_of(card, Reach::regional).input, std::nullopt) << price;
    }
    const RateText one{"USE1_InputTokenCount", "Million Input Tokens", "1"};
    const RateText same{"USW2_InputTokenCount", "Thousand Input Tokens", "0.001"};
    const RateText other{"USW2_InputTokenCount", "Million Input Tokens", "2"};
    EXPECT_EQ(rates_of(std::vector{one, same}, Reach::regional).input, 100'000'000);
    EXPECT_EQ(rates_of(std::vector{one, other}, Reach::regional).input, std::nullopt);
    EXPECT_EQ(
        rates_of(std::vector<RateText>{{"InputTokenCount", "Input Tokens", "1"}}, Reach::regional)
            .input,
        std::nullopt);
}

}  // namespace
}  // namespace licet::meter
