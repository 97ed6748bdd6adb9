// SPDX-License-Identifier: Apache-2.0
#include "gateway/upstreams/converse_request.h"

#include "gateway/door.h"

#include <gtest/gtest.h>

namespace licet::gateway {
namespace {

/// The body for what a client of OpenAI's or Anthropic's API says.
std::string asked(const Door& door, std::string_view body, bool anthropic = true) {
    JsonReader reader;
    const auto parsed = reader.parse(body, JsonReader::Padding::absent);
    const auto conversation = door.read(*parsed);
    if (!conversation.ok()) {
        return "unread: " + conversation.error().message;
    }
    const auto out = converse_body(*conversation, anthropic);
    return out.ok() ? *out : "refused: " + out.error().message;
}

TEST(ConverseRequest, SaysAllOfAMessagesRequest) {
    EXPECT_EQ(
        asked(messages_door(), R"({
  "model": "m", "max_tokens": 4000, "temperature": 0.5, "top_p": 0.25, "top_k": 7,
  "stop_sequences": ["END"], "thinking": {"type": "enabled", "budget_tokens": 2000},
  "system": [{"type": "text", "text": "be brief", "cache_control": {"type": "ephemeral"}}],
  "tools": [{"name": "f", "description": "d", "input_schema": {"type": "object"}}],
  "tool_choice": {"type": "tool", "name": "f"},
  "messages": [
    {"role": "user", "content": [
      {"type": "text", "text": "look"},
      {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": "aGk="}},
      {"type": "document", "title": "a_b: c",
       "source": {"type": "text", "media_type": "text/plain", "data": "words"}}]},
    {"role": "assistant", "content": [
      {"type": "thinking", "thinking": "hm", "signature": "c2ln"},
      {"type": "tool_use", "id": "t1", "name": "f", "input": {"x": 1}}]},
    {"role": "user", "content": [
      {"type": "tool_result", "tool_use_id": "t1", "is_error": true, "content": "no"}]}]
})"),
        R"({"system":[{"text":"be brief"},{"cachePoint":{"type":"default"}}],)"
        R"("messages":[{"role":"user","content":[{"text":"look"},)"
        R"({"image":{"format":"png","source":{"bytes":"aGk="}}},)"
        R"({"document":{"format":"txt","name":"a b c","source":{"text":"words"}}}]},)"
        R"({"role":"assistant","content":[{"reasoningContent":{"reasoningText":{"text":"hm",)"
        R"("signature":"c2ln"}}},{"toolUse":{"toolUseId":"t1","name":"f","input":{"x":1}}}]},)"
        R"({"role":"user","content":[{"toolResult":{"toolUseId":"t1","content":[{"text":"no"}],)"
        R"("status":"error"}}]}],)"
        R"("inferenceConfig":{"maxTokens":4000,"temperature":0.5,"topP":0.25,)"
        R"("stopSequences":["END"]},)"
        R"("toolConfig":{"tools":[{"toolSpec":{"name":"f","description":"d",)"
        R"("inputSchema":{"json":{"type":"object"}}}}],"toolChoice":{"tool":{"name":"f"}}},)"
        R"("additionalModelRequestFields":{"top_k":7,)"
        R"("thinking":{"type":"enabled","budget_tokens":2000}}})");
}

/// A chat with further members.
std::string chat_with(const std::string& members, bool anthropic = true) {
    return asked(chat_door(),
                 R"({"model":"m","messages":[{"role":"user","content":"hi"}],)" + members + "}",
                 anthropic);
}

TEST(ConverseRequest, RefusesWhatConverseHasNoMeansFor) {
    const std::string tools =
        R"("tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}],)";
    EXPECT_EQ(chat_with(tools + R"("tool_choice":"none")"),
              "refused: tool_choice: this model's upstream cannot forbid tools; give none");
    EXPECT_EQ(chat_with(tools + R"("parallel_tool_calls":false)"),
              "refused: parallel_tool_calls: this model's upstream cannot forbid them");
    EXPECT_EQ(chat_with(R"("response_format":{"type":"json_object"})"),
              "refused: response_format: is not supported by this model's upstream; use a tool "
              "whose input has the form");
    EXPECT_EQ(chat_with(R"("reasoning_effort":"low")", false),
              "refused: thinking: is not supported by this model's upstream");
    EXPECT_EQ(chat_with(R"("logit_bias":{"1":1})"),
              "refused: $.logit_bias: is not supported by this model's upstream");
    EXPECT_EQ(asked(chat_door(), R"({"model":"m","messages":[{"role":"user","content":[
                  {"type":"image_url","image_url":{"url":"https://example.com/a.png"}}]}]})"),
              "refused: a picture by its URL cannot be given to this model; give its bytes");
}

TEST(ConverseRequest, BringsATemperatureIntoItsBounds) {
    EXPECT_EQ(chat_with(R"("temperature":1.5)", false),
              R"({"messages":[{"role":"user","content":[{"text":"hi"}]}],)"
              R"("inferenceConfig":{"temperature":1}})");
}

}  // namespace
}  // namespace licet::gateway
