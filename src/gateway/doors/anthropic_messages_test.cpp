// SPDX-License-Identifier: Apache-2.0
#include "gateway/doors/anthropic_messages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace licet::gateway {
namespace {

using testing::ElementsAre;

struct AnthropicMessagesTest : testing::Test {
    JsonReader reader;

    Result<Prompt> read(std::string_view body) {
        const auto parsed = reader.parse(body, JsonReader::Padding::absent);
        EXPECT_TRUE(parsed.ok()) << body;
        return read_anthropic_messages(*parsed);
    }
    std::string refusal(std::string_view body) {
        const auto prompt = read(body);
        return prompt.ok() ? "accepted" : prompt.error().message;
    }
    std::string refused_messages(std::string_view messages) {
        return refusal(R"({"anthropic_version":"bedrock-2023-05-31","max_tokens":1,"messages":)" +
                       std::string{messages} + "}");
    }
    std::string refused_member(std::string_view member) {
        return refusal(R"({"anthropic_version":"bedrock-2023-05-31","max_tokens":1,)"
                       R"("messages":[{"role":"user","content":"a"}],)" +
                       std::string{member} + "}");
    }
};

TEST_F(AnthropicMessagesTest, ReadsTextsAndBlocks) {
    const auto prompt = read(R"({
        "anthropic_version": "bedrock-2023-05-31",
        "max_tokens": 100,
        "system": [{"type": "text", "text": "be brief"}],
        "messages": [
            {"role": "user", "content": "one"},
            {"role": "assistant", "content": [{"type": "text", "text": "two"}]},
            {"role": "user", "content": [{"text": "three", "type": "text"}]},
            {"role": "user", "content": "four"}],
        "stop_sequences": ["END"], "temperature": 0.25, "top_p": 0.5, "top_k": 5})");
    ASSERT_TRUE(prompt.ok()) << prompt.error().message;
    EXPECT_THAT(prompt->system, ElementsAre("be brief"));
    ASSERT_EQ(prompt->turns.size(), 3U);
    EXPECT_THAT(prompt->turns[0].texts, ElementsAre("one"));
    EXPECT_EQ(prompt->turns[1].role, Role::assistant);
    EXPECT_THAT(prompt->turns[2].texts, ElementsAre("three", "four"));
    EXPECT_EQ(prompt->max_tokens, 100);
    EXPECT_EQ(prompt->temperature, 0.25);
    EXPECT_EQ(prompt->top_p, 0.5);
    EXPECT_EQ(prompt->top_k, 5);
    EXPECT_THAT(prompt->stop_sequences, ElementsAre("END"));
}

TEST_F(AnthropicMessagesTest, TakesASystemPromptAsText) {
    EXPECT_EQ(refused_member(R"("system":"be brief")"), "accepted");
    EXPECT_EQ(refused_member(R"("system":"")"), "$.system: must not be blank");
    EXPECT_EQ(refused_member(R"("system":1)"), "$.system: must be a list");
}

TEST_F(AnthropicMessagesTest, AsksForWhatIsRequired) {
    EXPECT_EQ(refusal("7"), "$: must be an object");
    EXPECT_EQ(refusal(R"({"max_tokens":1,"messages":[{"role":"user","content":"a"}]})"),
              "$.anthropic_version: is required");
    EXPECT_EQ(refusal(R"({"anthropic_version":"bedrock-2023-05-31",
                          "messages":[{"role":"user","content":"a"}]})"),
              "$.max_tokens: is required");
    EXPECT_EQ(refusal(R"({"anthropic_version":"bedrock-2023-05-31","max_tokens":1})"),
              "$.messages: is required");
    EXPECT_EQ(refused_messages("[]"), "$.messages: is required");
    EXPECT_EQ(refusal(R"({"anthropic_version":"2023-06-01"})"),
              "$.anthropic_version: must be `bedrock-2023-05-31`");
}

TEST_F(AnthropicMessagesTest, RefusesBrokenMessages) {
    EXPECT_EQ(refused_messages(R"([{"role":"assistant","content":"a"}])"),
              "$.messages[0]: first message must use the \"user\" role");
    EXPECT_EQ(refused_messages(R"([{"role":"user"}])"), "$.messages[0].content: must not be empty");
    EXPECT_EQ(refused_messages(R"([{"content":"a"}])"), "$.messages[0].role: is required");
    EXPECT_EQ(refused_messages(R"([{"role":"system","content":"a"}])"),
              "$.messages[0].role: must be `user` or `assistant`");
    EXPECT_EQ(refused_messages(R"([{"role":"user","content":" "}])"),
              "$.messages[0].content: must not be blank");
    EXPECT_EQ(refused_messages(R"([{"role":"user","content":[{"text":"a"}]}])"),
              "$.messages[0].content[0].type: is required");
    EXPECT_EQ(refused_messages(R"([{"role":"user","content":[{"type":"text"}]}])"),
              "$.messages[0].content[0].text: is required");
}

TEST_F(AnthropicMessagesTest, NamesWhatIsNotSupported) {
    for (const std::string type : {"image", "document", "tool_use", "tool_result", "thinking"}) {
        EXPECT_EQ(refused_messages(R"([{"role":"user","content":[{"type":")" + type + R"("}]}])"),
                  "$.messages[0].content[0].type: only `text` is supported");
    }
    EXPECT_EQ(refused_messages(
                  R"([{"role":"user","content":[{"type":"text","text":"a","cache_control":{}}]}])"),
              "$.messages[0].content[0].cache_control: is not supported");
    for (const std::string member : {"tools", "tool_choice", "thinking", "metadata", "stream",
                                     "anthropic_beta", "model", "typo"}) {
        EXPECT_EQ(refused_member("\"" + member + "\":{}"), "$." + member + ": is not supported");
    }
}

TEST_F(AnthropicMessagesTest, HoldsSettingsToTheirBounds) {
    EXPECT_EQ(refused_member(R"("temperature":1.5)"),
              "$.temperature: must be a number from 0 to 1");
    EXPECT_EQ(refused_member(R"("top_p":"1")"), "$.top_p: must be a number from 0 to 1");
    EXPECT_EQ(refused_member(R"("top_k":500)"), "accepted");
    EXPECT_EQ(refused_member(R"("top_k":501)"), "$.top_k: must be a whole number from 0 to 500");
    EXPECT_EQ(refused_member(R"("stop_sequences":[""])"), "$.stop_sequences[0]: must not be empty");
    EXPECT_EQ(refused_member(R"("max_tokens":2)"), "$.max_tokens: must not be given twice");
}

TEST_F(AnthropicMessagesTest, WritesTheResponse) {
    std::string out;
    write_anthropic_message(out,
                            {.text = "hi",
                             .stop_reason = StopReason::stop_sequence,
                             .stop_sequence = "END",
                             .input_tokens = 3,
                             .output_tokens = 4},
                            "msg_1", "anthropic.a");
    EXPECT_EQ(out, R"({"id":"msg_1","type":"message","role":"assistant","model":"anthropic.a",)"
                   R"("content":[{"type":"text","text":"hi"}],"stop_reason":"stop_sequence",)"
                   R"("stop_sequence":"END","usage":{"input_tokens":3,"output_tokens":4}})");
}

TEST_F(AnthropicMessagesTest, NamesEveryStopReason) {
    const auto written = [](StopReason reason) {
        std::string out;
        write_anthropic_message(out, {.text = {}, .stop_reason = reason}, "m", "a");
        return out;
    };
    using testing::HasSubstr;
    EXPECT_THAT(written(StopReason::end_turn),
                HasSubstr(R"("content":[],"stop_reason":"end_turn","stop_sequence":null)"));
    EXPECT_THAT(written(StopReason::max_tokens), HasSubstr(R"("stop_reason":"max_tokens")"));
    EXPECT_THAT(written(StopReason::content_filtered), HasSubstr(R"("stop_reason":"refusal")"));
}

}  // namespace
}  // namespace licet::gateway
