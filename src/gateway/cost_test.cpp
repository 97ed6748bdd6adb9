// SPDX-License-Identifier: Apache-2.0
#include "gateway/cost.h"

#include "gateway/door.h"
#include "gateway/input_bound.h"
#include "gateway/json.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <tuple>

namespace licet::gateway {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

constexpr model::CacheWrites kHour{.hour = true};
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
    in_tools.tools.push_back({.name = "t", .schema = "{}", .cache_point = CachePoint{}});
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

/// A body of a door with some more members.
struct Asked {
    const Door& door;
    std::string_view more;
    std::string_view path = {};  ///< of the member that changes what tokens cost
};

/// Calls `visit(const Conversation&)` with what is asked.
template <typename Visit>
void read(const Asked& asked, Visit visit) {
    const auto dialect = asked.door.dialect();
    const std::string_view said = dialect == Dialect::openai_responses ? R"("input":"t")"
                                  : dialect == Dialect::converse
                                      ? R"("messages":[{"role":"user","content":[{"text":"t"}]}])"
                                      : R"("messages":[{"role":"user","content":"t"}])";
    const std::string_view frame =
        dialect == Dialect::anthropic ? R"("model":"m","max_tokens":9,)" : "";
    const bool says = asked.more.find(R"("messages")") == std::string_view::npos;
    const auto body =
        fmt::format("{{{}{}{}{}}}", frame, says ? said : "", says ? "," : "", asked.more);
    JsonReader reader;
    const auto json = reader.parse(body, JsonReader::Padding::absent);
    const auto conversation = asked.door.read(json.value());
    ASSERT_TRUE(conversation.ok()) << body << conversation.error().message;
    visit(*conversation);
}

// Issue 5, section 4: nothing is cheaper than it is.
TEST(Cost, WhatChangesThePriceOfTokensGoesByNoQuotaOfMoney) {
    const std::vector<model::Quota> money{
        model::read_quota("licet:quota:micro-dollars-per-day", "9").value()};
    const std::vector<model::Quota> tokens{
        model::read_quota("licet:quota:input-tokens-per-day", "9").value()};
    const auto& [converse, anthropic, chat, responses] =
        std::tie(converse_door(), messages_door(), chat_door(), responses_door());
    for (const auto& asked : {
             Asked{converse, R"("serviceTier":{"type":"priority"})", "$.serviceTier"},
             Asked{converse, R"("performanceConfig":{"latency":"optimized"})",
                   "$.performanceConfig"},
             Asked{converse, R"("additionalModelRequestFields":{"speed":"fast"})",
                   "$.additionalModelRequestFields.speed"},
             Asked{anthropic, R"("speed":"fast")", "$.speed"},
             Asked{anthropic, R"("service_tier":7)", "$.service_tier"},
             Asked{anthropic,
                   R"("tools":[{"type":"bash_20250124","name":"bash",)"
                   R"("cache_control":{"type":"ephemeral","ttl":"2h"}}])",
                   "$.tools[].cache_control.ttl"},
             Asked{chat, R"("service_tier":"priority")", "$.service_tier"},
             Asked{responses, R"("service_tier":"flex")", "$.service_tier"},
         }) {
        read(asked, [&](const Conversation& conversation) {
            EXPECT_EQ(conversation.repriced, asked.path);
            const auto refused = check_input_bound(conversation, money);
            ASSERT_FALSE(refused.ok()) << asked.path;
            EXPECT_EQ(refused.error().name, "ValidationException");
            EXPECT_THAT(refused.error().message,
                        AllOf(HasSubstr(fmt::format("{}: changes what tokens cost", asked.path)),
                              HasSubstr("`licet:quota:micro-dollars-per-day`")));
            EXPECT_TRUE(check_input_bound(conversation, tokens).ok());
        });
    }
    for (const auto& asked : {
             Asked{converse, R"("serviceTier":{"type":"default"},)"
                             R"("additionalModelRequestFields":{"speed":"standard"})"},
             Asked{anthropic, R"("speed":"standard","service_tier":"standard_only")"},
             Asked{anthropic, R"("cache_control":{"type":"ephemeral","ttl":"5m"})"},
             Asked{chat, R"("service_tier":null)"},
             Asked{responses, R"("service_tier":"auto")"},
         }) {
        read(asked, [&](const Conversation& conversation) {
            EXPECT_TRUE(check_input_bound(conversation, money).ok()) << asked.more;
        });
    }
}

TEST(Cost, WhateverIsKeptInACacheIsPricedSo) {
    const auto& [converse, anthropic, chat] =
        std::tie(converse_door(), messages_door(), chat_door());
    for (const auto& asked : {
             Asked{converse, R"("additionalModelRequestFields":{"cache_control":{}})"},
             Asked{converse, R"("toolConfig":{"tools":[{"toolSpec":{"name":"n",)"
                             R"("inputSchema":{"json":{}}}},{"cachePoint":{"type":"default"}}]})"},
             Asked{anthropic, R"("cache_control":{"type":"ephemeral"})"},
             Asked{anthropic, R"("tools":[{"type":"bash_20250124","name":"bash",)"
                              R"("cache_control":{"type":"ephemeral"}}])"},
             Asked{anthropic, R"("system":[{"type":"text","text":"t",)"
                              R"("cache_control":{"type":"ephemeral"}}])"},
             Asked{chat, R"("messages":[{"role":"user","content":[{"type":"text",)"
                         R"("text":"t","cache_control":{"type":"ephemeral"}}]}])"},
         }) {
        read(asked, [&](const Conversation& conversation) {
            EXPECT_THAT(most(kRates, conversation).error().message,
                        HasSubstr("no `CacheWriteInputTokenCount`"))
                << asked.more;
        });
    }
}

TEST(Cost, WhatIsKeptForAnHourIsPricedSo) {
    const auto& [converse, anthropic] = std::tie(converse_door(), messages_door());
    auto minutes = kRates;
    minutes.cache_write = 375'000'000;
    for (const auto& asked : {
             Asked{converse, R"("system":[{"text":"t"},{"cachePoint":{"type":"default",)"
                             R"("ttl":"1h"}}])"},
             Asked{anthropic, R"("cache_control":{"type":"ephemeral","ttl":"1h"})"},
             Asked{anthropic, R"("tools":[{"type":"bash_20250124","name":"bash",)"
                              R"("cache_control":{"type":"ephemeral","ttl":"1h"}}])"},
             Asked{anthropic, R"("system":[{"type":"text","text":"t",)"
                              R"("cache_control":{"type":"ephemeral","ttl":"1h"}}])"},
         }) {
        read(asked, [&](const Conversation& conversation) {
            EXPECT_EQ(conversation.repriced, "") << asked.more;
            EXPECT_EQ(cache_writes(conversation), kHour) << asked.more;
            EXPECT_THAT(most(minutes, conversation).error().message,
                        AllOf(HasSubstr("no `CacheWrite1hInputTokenCount`"),
                              HasSubstr("have nothing cached for an hour")))
                << asked.more;
        });
    }
}

/// Source: Bedrock Runtime API Reference, CacheDetail.
TEST(Cost, OfWhatWasWrittenToACacheItCountsForHowLong) {
    const model::TokenRates rates{.input = 100'000'000,
                                  .output = 100'000'000,
                                  .cache_write = 200'000'000,
                                  .cache_write_hour = 300'000'000};
    constexpr model::CacheWrites kBoth{.minutes = true, .hour = true};
    TokenUsage told{.input = 1, .cache_write = 10, .cache_write_hour = 4};
    EXPECT_EQ(cost_of(told, rates, kBoth), 1 + 12 + 12);
    TokenUsage untold{.input = 1, .cache_write = 10};
    EXPECT_EQ(cost_of(untold, rates, {.minutes = true}), 21);
    EXPECT_EQ(cost_of(untold, rates, kHour), 31);
    EXPECT_EQ(cost_of(untold, rates, kBoth), std::nullopt) << "nobody can tell";
    EXPECT_EQ(amounts_of(untold, rates, kBoth).micro_dollars, 33) << "never less than it costs";
    EXPECT_EQ(cost_of({.input = 1}, rates, kBoth), 1);
}

TEST(Cost, WhatIsSpentIsWhatItCostOrElseTheMost) {
    const TokenUsage plain{.input = 10, .output = 2, .reasoning = 1};
    EXPECT_EQ(cost_of(plain, kRates, {}), 60);
    EXPECT_EQ(amounts_of(plain, kRates, {}).micro_dollars, 60);
    const TokenUsage cached{.input = 10, .output = 2, .cache_read = 5};
    EXPECT_EQ(cost_of(cached, kRates, {}), std::nullopt);
    const auto spent = amounts_of(cached, kRates, {});
    EXPECT_EQ(spent.micro_dollars, 75);
    EXPECT_EQ(spent.input_tokens, 15);
    EXPECT_EQ(spent.output_tokens, 2);
    EXPECT_EQ(spent.requests, 1);
}

}  // namespace
}  // namespace licet::gateway
