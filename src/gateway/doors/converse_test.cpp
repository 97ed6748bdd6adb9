// SPDX-License-Identifier: Apache-2.0
#include "gateway/doors/converse.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace licet::gateway {
namespace {

using testing::ElementsAre;

struct ConverseTest : testing::Test {
    JsonReader reader;

    Result<Prompt> read(std::string_view body) {
        const auto parsed = reader.parse(body, JsonReader::Padding::absent);
        EXPECT_TRUE(parsed.ok()) << body;
        return read_converse(*parsed);
    }
    std::string refusal(std::string_view body) {
        const auto prompt = read(body);
        return prompt.ok() ? "accepted" : prompt.error().message;
    }
    /// The refusal of one message.
    std::string refused_message(std::string_view message) {
        return refusal("{\"messages\":[" + std::string{message} + "]}");
    }
    /// The refusal of a member beside a good conversation.
    std::string refused_member(std::string_view member) {
        return refusal(R"({"messages":[{"role":"user","content":[{"text":"a"}]}],)" +
                       std::string{member} + "}");
    }
};

TEST_F(ConverseTest, ReadsAConversation) {
    const auto prompt = read(R"({
        "system": [{"text": "be brief"}, {"text": "be kind"}],
        "messages": [
            {"role": "user", "content": [{"text": "one"}, {"text": "two"}]},
            {"role": "assistant", "content": [{"text": "\u00fc"}]},
            {"content": [{"text": "three"}], "role": "user"}],
        "inferenceConfig": {"maxTokens": 10, "temperature": 0.5, "topP": 1,
                            "stopSequences": ["END", " "]},
        "toolConfig": null})");
    ASSERT_TRUE(prompt.ok()) << prompt.error().message;
    EXPECT_THAT(prompt->system, ElementsAre("be brief", "be kind"));
    ASSERT_EQ(prompt->turns.size(), 3U);
    EXPECT_EQ(prompt->turns[0].role, Role::user);
    EXPECT_THAT(prompt->turns[0].texts, ElementsAre("one", "two"));
    EXPECT_EQ(prompt->turns[1].role, Role::assistant);
    EXPECT_THAT(prompt->turns[1].texts, ElementsAre("\xc3\xbc"));
    EXPECT_THAT(prompt->turns[2].texts, ElementsAre("three"));
    EXPECT_EQ(prompt->max_tokens, 10);
    EXPECT_EQ(prompt->temperature, 0.5);
    EXPECT_EQ(prompt->top_p, 1.0);
    EXPECT_FALSE(prompt->top_k.has_value());
    EXPECT_THAT(prompt->stop_sequences, ElementsAre("END", " "));
}

TEST_F(ConverseTest, TakesTopKAndEmptyMembersThatAskForNothing) {
    const std::string hello = R"({"messages":[{"role":"user","content":[{"text":"a"}]}],)";
    EXPECT_EQ(refused_member(R"("system":[],"inferenceConfig":{},)"
                             R"("additionalModelRequestFields":{},)"
                             R"("additionalModelResponseFieldPaths":[])"),
              "accepted");
    const auto prompt = read(hello + R"("additionalModelRequestFields":{"top_k":7}})");
    ASSERT_TRUE(prompt.ok()) << prompt.error().message;
    EXPECT_EQ(prompt->top_k, 7);
    EXPECT_EQ(refused_member(R"("additionalModelRequestFields":{"top_k":501})"),
              "$.additionalModelRequestFields.top_k: must be a whole number from 0 to 500");
    EXPECT_EQ(refused_member(R"("additionalModelRequestFields":[])"),
              "$.additionalModelRequestFields: must be an object");
}

TEST_F(ConverseTest, RefusesBrokenConversations) {
    EXPECT_EQ(refusal("[]"), "$: must be an object");
    EXPECT_EQ(refusal("{}"), "$.messages: is required");
    EXPECT_EQ(refusal(R"({"messages":[]})"), "$.messages: is required");
    EXPECT_EQ(refusal(R"({"messages":{}})"), "$.messages: must be a list");
    EXPECT_EQ(refused_message(R"({"role":"assistant","content":[{"text":"a"}]})"),
              "A conversation must start with a user message. Try again with a conversation that "
              "starts with a user message.");
    EXPECT_EQ(refused_message(R"({"role":"user","content":[{"text":"a"}]},
                                 {"role":"user","content":[{"text":"b"}]})"),
              "A conversation must alternate between user and assistant roles. Make sure the "
              "conversation alternates between user and assistant roles and try again.");
}

TEST_F(ConverseTest, RefusesBrokenMessages) {
    EXPECT_EQ(refused_message("1"), "$.messages[0]: must be an object");
    EXPECT_EQ(refused_message(R"({"content":[{"text":"a"}]})"), "$.messages[0].role: is required");
    EXPECT_EQ(refused_message(R"({"role":"system","content":[{"text":"a"}]})"),
              "$.messages[0].role: must be `user` or `assistant`");
    EXPECT_EQ(refused_message(R"({"role":7,"content":[{"text":"a"}]})"),
              "$.messages[0].role: must be a text");
    EXPECT_EQ(refused_message(R"({"role":"user"})"), "$.messages[0].content: must not be empty");
    EXPECT_EQ(refused_message(R"({"role":"user","content":[]})"),
              "$.messages[0].content: must not be empty");
    EXPECT_EQ(refused_message(R"({"role":"user","content":"a"})"),
              "$.messages[0].content: must be a list");
    EXPECT_EQ(refused_message(R"({"role":"user","content":[{"text":" \n"}]})"),
              "$.messages[0].content[0].text: must not be blank");
    EXPECT_EQ(refused_message(R"({"role":"user","content":[{"text":"a"},{}]})"),
              "$.messages[0].content[1].text: is required");
    EXPECT_EQ(refused_message(R"({"role":"user","role":"user","content":[{"text":"a"}]})"),
              "$.messages[0].role: must not be given twice");
}

TEST_F(ConverseTest, NamesWhatIsNotSupported) {
    for (const auto* block : {"image", "document", "video", "toolUse", "toolResult", "guardContent",
                              "cachePoint", "reasoningContent"}) {
        EXPECT_EQ(
            refused_message(R"({"role":"user","content":[{")" + std::string{block} + "\":{}}]}"),
            "$.messages[0].content[0]." + std::string{block} + ": is not supported");
    }
    for (const auto* member :
         {"toolConfig", "guardrailConfig", "promptVariables", "requestMetadata",
          "performanceConfig", "serviceTier", "outputConfig", "typo"}) {
        EXPECT_EQ(refused_member("\"" + std::string{member} + "\":{}"),
                  "$." + std::string{member} + ": is not supported");
    }
    EXPECT_EQ(refused_member(R"("system":[{"cachePoint":{}}])"),
              "$.system[0].cachePoint: is not supported");
    EXPECT_EQ(refused_member(R"("additionalModelRequestFields":{"thinking":{}})"),
              "$.additionalModelRequestFields.thinking: is not supported");
    EXPECT_EQ(refused_member(R"("additionalModelResponseFieldPaths":["/stop_sequence"])"),
              "$.additionalModelResponseFieldPaths[0]: is not supported");
    EXPECT_EQ(refused_member(R"("inferenceConfig":{"topK":1})"),
              "$.inferenceConfig.topK: is not supported");
}

TEST_F(ConverseTest, HoldsInferenceSettingsToTheirBounds) {
    const auto refused = [&](const std::string& setting) {
        return refused_member("\"inferenceConfig\":{" + setting + "}");
    };
    const std::string whole = "must be a whole number from 1 to 2147483647";
    for (const auto* value : {"0", "2147483648", "1.5", "\"1\"", "-1", "1e3"}) {
        EXPECT_EQ(refused(R"("maxTokens":)" + std::string{value}),
                  "$.inferenceConfig.maxTokens: " + whole);
    }
    EXPECT_EQ(refused(R"("maxTokens":1)"), "accepted");
    EXPECT_EQ(refused(R"("maxTokens":2147483647)"), "accepted");
    for (const std::string name : {"temperature", "topP"}) {
        EXPECT_EQ(refused("\"" + name + "\":0"), "accepted");
        EXPECT_EQ(refused("\"" + name + "\":1.0"), "accepted");
        EXPECT_EQ(refused("\"" + name + "\":1.01"),
                  "$.inferenceConfig." + name + ": must be a number from 0 to 1");
        EXPECT_EQ(refused("\"" + name + "\":-0.1"),
                  "$.inferenceConfig." + name + ": must be a number from 0 to 1");
    }
    EXPECT_EQ(refused(R"("stopSequences":["a",""])"),
              "$.inferenceConfig.stopSequences[1]: must not be empty");
    std::string stops = "\"a\"";
    for (int i = 1; i < 2500; ++i) {
        stops += ",\"a\"";
    }
    EXPECT_EQ(refused("\"stopSequences\":[" + stops + "]"), "accepted");
    EXPECT_EQ(refused("\"stopSequences\":[" + stops + ",\"a\"]"),
              "$.inferenceConfig.stopSequences: must not have more than 2500 items");
}

TEST_F(ConverseTest, WritesTheResponse) {
    std::string out;
    write_converse(out,
                   {.text = "a \"b\"",
                    .stop_reason = StopReason::max_tokens,
                    .input_tokens = 3,
                    .output_tokens = 4},
                   Milliseconds{12});
    EXPECT_EQ(out, R"({"output":{"message":{"role":"assistant","content":[{"text":"a \"b\""}]}},)"
                   R"("stopReason":"max_tokens",)"
                   R"("usage":{"inputTokens":3,"outputTokens":4,"totalTokens":7},)"
                   R"("metrics":{"latencyMs":12}})");
}

TEST_F(ConverseTest, NamesEveryStopReasonAndLeavesEmptyTextOut) {
    const auto written = [](StopReason reason) {
        std::string out;
        write_converse(out, {.text = {}, .stop_reason = reason}, Milliseconds{0});
        return out;
    };
    EXPECT_THAT(written(StopReason::end_turn), testing::HasSubstr(R"("stopReason":"end_turn")"));
    EXPECT_THAT(written(StopReason::stop_sequence),
                testing::HasSubstr(R"("stopReason":"stop_sequence")"));
    EXPECT_THAT(written(StopReason::content_filtered),
                testing::HasSubstr(R"("content":[]}},"stopReason":"content_filtered")"));
}

}  // namespace
}  // namespace licet::gateway
