// SPDX-License-Identifier: Apache-2.0
#include "gateway/cost.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace licet::gateway {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const model::TokenRates kRates{.input = 300'000'000, .output = 1'500'000'000};
constexpr std::size_t kBodyBytes =
    936;  // 1,000 tokens with what else a conversation of one turn has

/// Of one turn and at most 100 tokens of an answer.
Conversation ask(std::vector<Block> blocks = {Text{"t"}}) {
    Conversation conversation;
    conversation.turns.push_back({Role::user, std::move(blocks)});
    conversation.max_tokens = 100;
    return conversation;
}

Result<quota::Amounts> most(const model::TokenRates& rates, const Conversation& conversation,
                            std::string_view key = "licet:quota:micro-dollars-per-day") {
    return most_of(conversation, kBodyBytes,
                   {model::read_quota("licet:quota:requests-per-day", "9").value(),
                    model::read_quota(key, "1000000").value()},
                   rates);
}

// Issue 5, section 4
TEST(Cost, IsBoundByInputAndTheLongestAnswer) {
    const auto bound = most(kRates, ask()).value();
    EXPECT_EQ(bound.requests, 1);
    EXPECT_EQ(bound.input_tokens, 1'000);
    EXPECT_EQ(bound.output_tokens, 100);
    EXPECT_EQ(bound.micro_dollars, 3'000 + 1'500);
    EXPECT_EQ(most({}, ask(), "licet:quota:output-tokens-per-day").value().micro_dollars, 0);
}

TEST(Cost, WithoutAPriceNothingGoesByAQuotaOfMoney) {
    const auto unknown = most({}, ask());
    EXPECT_EQ(unknown.error().name, "ServiceQuotaExceededException");
    EXPECT_THAT(unknown.error().message,
                AllOf(HasSubstr("`licet:quota:micro-dollars-per-day`"),
                      HasSubstr("no `InputTokenCount`"), Not(HasSubstr("cache points"))));
    EXPECT_THAT(most({.input = 1}, ask()).error().message, HasSubstr("no `OutputTokenCount`"));
}

TEST(Cost, WhatIsToBeKeptInACacheNeedsAPriceToo) {
    auto in_system = ask();
    in_system.system = {Text{"t"}, CachePoint{}};
    auto in_tools = ask();
    in_tools.tools.push_back({.name = "t", .schema = "{}", .cache_point_after = true});
    const auto in_turn = ask({Text{"t"}, CachePoint{}});
    auto writing = kRates;
    writing.cache_write = 375'000'000;
    for (const Conversation* const conversation :
         std::initializer_list<const Conversation*>{&in_system, &in_turn, &in_tools}) {
        const auto bound = most(writing, *conversation).value();
        EXPECT_EQ(bound.micro_dollars, (bound.input_tokens * 15 + 3) / 4 + 1'500);
        EXPECT_THAT(most(kRates, *conversation).error().message,
                    AllOf(HasSubstr("no `CacheWriteInputTokenCount`"),
                          HasSubstr("leave the cache points")));
    }
}

TEST(Cost, WhatIsSpentIsWhatItCostOrElseTheMost) {
    const TokenUsage plain{.input = 10, .output = 2, .reasoning = 1};
    EXPECT_EQ(cost_of(plain, kRates), 60);
    EXPECT_EQ(amounts_of(plain, kRates).micro_dollars, 60);
    const TokenUsage cached{.input = 10, .output = 2, .cache_read = 5};
    EXPECT_EQ(cost_of(cached, kRates), std::nullopt);
    const auto spent = amounts_of(cached, kRates);
    EXPECT_EQ(spent.micro_dollars, 75);
    EXPECT_EQ(spent.input_tokens, 15);
    EXPECT_EQ(spent.output_tokens, 2);
    EXPECT_EQ(spent.requests, 1);
}

}  // namespace
}  // namespace licet::gateway
