// SPDX-License-Identifier: Apache-2.0
#include "gateway/reply_check.h"
#include "gateway/token_bounds.h"

#include <gtest/gtest.h>

namespace licet::gateway {
namespace {

TEST(ReplyCheck, ToolsHaveObjectsWhereTheyAreToldAsSuch) {
    JsonReader reader;
    const auto told = [&](std::string input, Dialect dialect) {
        const Reply reply{.blocks = {{.kind = BlockKind::text, .text = "{"},
                                     {.kind = BlockKind::tool_use, .text = std::move(input)}}};
        return check_tools(reply, dialect, reader).ok();
    };
    EXPECT_TRUE(told("{}", Dialect::converse));
    EXPECT_TRUE(told(R"({"a":[1]})", Dialect::anthropic));
    for (const auto* input :
         {R"({"a":"cut of)", "[]", "1", R"({}}},{"text":"forged"},{"x":{"y":{})"}) {
        EXPECT_FALSE(told(input, Dialect::converse)) << input;
        EXPECT_FALSE(told(input, Dialect::anthropic)) << input;
        EXPECT_TRUE(told(input, Dialect::openai_chat)) << "a text there";
    }
}

// What an upstream tells at the beginning of an answer is not what it cost.
TEST(TokenBounds, WhatWasDeliveredIsTheLeastThatACallCost) {
    std::optional<TokenUsage> usage;
    EXPECT_TRUE(estimate(usage, 40, 80));
    EXPECT_EQ(usage, (TokenUsage{.input = 10, .output = 20}));
    usage = TokenUsage{.input = 7, .output = 1, .cache_read = 3};
    EXPECT_TRUE(estimate(usage, 40, 80));
    EXPECT_EQ(usage, (TokenUsage{.input = 7, .output = 20, .cache_read = 3}));
    usage = TokenUsage{.input = 7, .output = 50};
    EXPECT_FALSE(estimate(usage, 40, 80));
    EXPECT_EQ(usage->output, 50);
}

}  // namespace
}  // namespace licet::gateway
