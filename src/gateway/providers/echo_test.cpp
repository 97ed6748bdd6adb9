// SPDX-License-Identifier: Apache-2.0
#include "gateway/providers/echo.h"

#include <gtest/gtest.h>

namespace licet::gateway {
namespace {

Prompt said(std::vector<std::string_view> texts) {
    Prompt prompt;
    prompt.turns.push_back({Role::user, std::move(texts)});
    return prompt;
}

TEST(Echo, AnswersTheLastThingTheUserSaid) {
    Prompt prompt = said({"first"});
    prompt.turns.push_back({Role::assistant, {"second"}});
    prompt.turns.push_back({Role::user, {"third", "fourth"}});
    prompt.turns.push_back({Role::assistant, {"fifth"}});
    const auto answer = echo(prompt);
    EXPECT_EQ(answer.text, "echo: third\nfourth");
    EXPECT_EQ(answer.stop_reason, StopReason::end_turn);
    EXPECT_EQ(answer.stop_sequence, "");
}

TEST(Echo, CountsATokenForEveryFourBytesBegun) {
    Prompt prompt = said({"12345"});
    prompt.system = {"123"};
    auto answer = echo(prompt);
    EXPECT_EQ(answer.input_tokens, 2);   // 8 bytes
    EXPECT_EQ(answer.output_tokens, 3);  // `echo: 12345`: 11 bytes
    prompt.system = {"1234"};
    EXPECT_EQ(echo(prompt).input_tokens, 3);
}

TEST(Echo, StopsAtTheFirstStopSequence) {
    Prompt prompt = said({"one two three"});
    prompt.stop_sequences = {"three", " two", "absent"};
    const auto answer = echo(prompt);
    EXPECT_EQ(answer.text, "echo: one");
    EXPECT_EQ(answer.stop_reason, StopReason::stop_sequence);
    EXPECT_EQ(answer.stop_sequence, " two");
}

TEST(Echo, KeepsToMaxTokens) {
    Prompt prompt = said({"12"});
    prompt.max_tokens = 2;
    EXPECT_EQ(echo(prompt).text, "echo: 12");
    EXPECT_EQ(echo(prompt).stop_reason, StopReason::end_turn);
    prompt = said({"123"});
    prompt.max_tokens = 2;
    prompt.stop_sequences = {"3"};
    EXPECT_EQ(echo(prompt).stop_reason, StopReason::stop_sequence);
    prompt.stop_sequences.clear();
    const auto answer = echo(prompt);
    EXPECT_EQ(answer.text, "echo: 12");
    EXPECT_EQ(answer.stop_reason, StopReason::max_tokens);
    EXPECT_EQ(answer.output_tokens, 2);
}

TEST(Echo, NeverCutsACharacter) {
    Prompt prompt = said({"1\xe2\x82\xac!"});
    prompt.max_tokens = 2;
    EXPECT_EQ(echo(prompt).text, "echo: 1");
    EXPECT_EQ(echo(prompt).stop_reason, StopReason::max_tokens);
}

}  // namespace
}  // namespace licet::gateway
