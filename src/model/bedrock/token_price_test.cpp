// SPDX-License-Identifier: Apache-2.0
#include "model/bedrock/token_price.h"

#include <gtest/gtest.h>

#include <vector>

namespace licet::model {
namespace {

RateCardItem line(std::string_view dimension, std::string_view description,
                  std::string_view price) {
    return {std::string{dimension}, std::string{price}, std::string{description}, "Units"};
}

const std::vector<RateCardItem> kCard{
    line("USE1_InputTokenCount", "Million Input Tokens Regional", "3.30"),
    line("USE1_InputTokenCount_Global", "Million Input Tokens Global", "3"),
    line("USE1_output_tokens_standard", "Thousand Response Tokens Regional", "0.0165"),
    line("USE1_output_tokens_global_standard", "Million Response Tokens Global", "15"),
    line("USE1_CacheReadInputTokenCount", "Million Cache Read Input Tokens Regional", "0.011"),
    line("USE1_InputImageTokenCount", "Million Image Input Tokens", "99"),
    line("USW2_CreatedImage", "Image Created", "0.08")};

constexpr CacheWrites kMinutes{.minutes = true};
constexpr CacheWrites kHour{.hour = true};

TEST(TokenPrice, IsTheSumOfTokensTimesRates) {
    const auto rates = token_rates(kCard, Reach::regional);
    EXPECT_EQ(price_of({.input = 1'000'000}, rates), 3'300'000);
    EXPECT_EQ(price_of({.output = 1000}, rates), 16'500);
    EXPECT_EQ(price_of({.input = 10, .output = 2, .cache_read = 1000}, rates), 33 + 33 + 11);
    EXPECT_EQ(price_of({}, rates), 0);
}

TEST(TokenPrice, AreReadForBothReachesAtOnce) {
    const auto prices = token_prices(kCard);
    EXPECT_EQ(prices.at(Reach::regional), token_rates(kCard, Reach::regional));
    EXPECT_EQ(prices.at(Reach::global).output, 1'500'000'000);
}

TEST(TokenPrice, GlobalProfilesHaveTheirOwnWhereTheCardSaysSo) {
    const auto rates = token_rates(kCard, Reach::global);
    EXPECT_EQ(price_of({.input = 1'000'000}, rates), 3'000'000);
    EXPECT_EQ(price_of({.output = 1'000'000}, rates), 15'000'000);
    EXPECT_EQ(price_of({.cache_read = 1'000'000}, rates), 11'000);
}

TEST(TokenPrice, IsRoundedHalfUpOnceAtTheEnd) {
    const std::vector<RateCardItem> card{
        line("InputTokenCount", "Million Input Tokens", "0.25"),
        line("OutputTokenCount", "Million Response Tokens", "0.25")};
    const auto rates = token_rates(card, Reach::regional);
    EXPECT_EQ(price_of({.input = 1}, rates), 0);
    EXPECT_EQ(price_of({.input = 1, .output = 1}, rates), 1);
    EXPECT_EQ(price_of({.input = 5}, rates), 1);
}

// Issue 5, 6: an unknown price is not zero.
TEST(TokenPrice, IsUnknownWhereARateIsMissing) {
    const auto rates = token_rates(kCard, Reach::regional);
    EXPECT_EQ(price_of({.input = 1, .cache_write = 1}, rates), std::nullopt);
    EXPECT_EQ(price_of({.input = 1}, token_rates({}, Reach::global)), std::nullopt);
    EXPECT_EQ(price_of({.input = 9'000'000'000'000'000'000}, rates), std::nullopt);
    EXPECT_EQ(price_of({}, TokenRates{}), 0);
}

TEST(TokenPrice, ARateThatIsNotPlainIsNone) {
    for (const std::string_view price :
         {"", ".", "1.", ".5", "-1", "1e3", "1.123456789", "1234567", "1.2.3"}) {
        const std::vector<RateCardItem> card{
            line("InputTokenCount", "Million Input Tokens", price)};
        EXPECT_EQ(token_rates(card, Reach::regional).input, std::nullopt) << price;
    }
    const RateCardItem one = line("USE1_InputTokenCount", "Million Input Tokens", "1");
    const RateCardItem same = line("USW2_InputTokenCount", "Thousand Input Tokens", "0.001");
    const RateCardItem other = line("USW2_InputTokenCount", "Million Input Tokens", "2");
    EXPECT_EQ(token_rates(std::vector{one, same}, Reach::regional).input, 100'000'000);
    EXPECT_EQ(token_rates(std::vector{one, other}, Reach::regional).input, std::nullopt);
    EXPECT_EQ(
        token_rates(std::vector{line("InputTokenCount", "Input Tokens", "1")}, Reach::regional)
            .input,
        std::nullopt);
}

// Issue 5, section 4: what is held is never less than what is then spent.
TEST(TokenPrice, AtMostIsTheDearestWayRoundedUp) {
    const TokenRates rates{.input = 25'000'000, .output = 50'000'000, .cache_read = 2'500'000};
    EXPECT_EQ(most_price_of(1, 0, {}, rates), 1);
    EXPECT_EQ(most_price_of(10, 10, {}, rates), 8);  // of 7.5
    EXPECT_EQ(most_price_of(10, 0, {}, {.input = 1, .cache_read = 100'000'000}), 10);
    auto writing = rates;
    writing.cache_write = 30'000'000;
    EXPECT_EQ(most_price_of(10, 0, kMinutes, writing), 3);
    for (std::int64_t tokens = 0; tokens < 12; ++tokens) {
        const TokenCounts used{tokens % 2, tokens / 2, tokens / 3, tokens / 4};
        EXPECT_LE(price_of(used, writing),
                  most_price_of(used.input + used.cache_read + used.cache_write, used.output,
                                kMinutes, writing));
    }
}

// Issue 5, section 6: what a cache keeps for an hour has a price of its own.
TEST(TokenPrice, WritingToACacheForAnHourHasItsOwn) {
    const std::vector<RateCardItem> card{
        line("USE1_InputTokenCount", "Million Input Tokens Regional", "1"),
        line("USE1_CacheWriteInputTokenCount", "Million Cache Write Input Tokens Regional", "1.25"),
        line("USE1_CacheWrite1hInputTokenCount", "Million Cache Write 1h Tokens Regional", "2"),
        line("USE1_CacheWrite1hInputTokenCount_Global", "Million Cache Write 1h Tokens Global",
             "3"),
        line("", "Million of something", "9"),
        line("_standard", "Million of something", "9")};
    const auto rates = token_rates(card, Reach::regional);
    EXPECT_EQ(price_of({.input = 10, .cache_write = 8, .cache_write_hour = 5}, rates), 30);
    EXPECT_EQ(price_of({.cache_write_hour = 5}, token_rates(card, Reach::global)), 15);
    EXPECT_EQ(most_price_of(10, 0, kMinutes, rates), 13);
    EXPECT_EQ(most_price_of(10, 0, kHour, rates), 20);
    EXPECT_EQ(most_price_of(10, 0, kHour, {.input = 1, .cache_write = 1}), std::nullopt);
}

TEST(TokenPrice, AtMostIsUnknownOnlyWhereARateThatIsNeededIs) {
    EXPECT_EQ(most_price_of(10, 10, {}, {.input = 1}), std::nullopt);
    EXPECT_EQ(most_price_of(10, 10, {}, {.output = 1, .cache_read = 1}), std::nullopt);
    EXPECT_EQ(most_price_of(10, 0, {}, {.input = 100'000'000}), 10);  // embeddings
    EXPECT_EQ(most_price_of(10, 0, kMinutes, {.input = 100'000'000}), std::nullopt);
    EXPECT_EQ(most_price_of(std::int64_t{1} << 62, 0, {}, {.input = 4}), std::nullopt);
}

}  // namespace
}  // namespace licet::model
