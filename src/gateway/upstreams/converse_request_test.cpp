// SPDX-License-Identifier: Apache-2.0
#include "gateway/upstreams/converse_request.h"

#include "gateway/door.h"

#include <gtest/gtest.h>

namespace licet::gateway {
namespace {

/// The body for what a client of OpenAI's or Anthropic's API says.
std::string asked(const Door& door, std::string_view body, Maker maker = Maker::anthropic) {
    JsonReader reader;
    const auto parsed = reader.parse(body, JsonReader::Padding::absent);
    const auto conversation = door.read(*parsed);
    if (!conversation.ok()) {
        return "unread: " + conversation.error().message;
    }
    const auto out = converse_body(*conversation, maker);
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
std::string chat_with(const std::string& members, Maker maker = Maker::anthropic) {
    return asked(chat_door(),
                 R"({"model":"m","messages":[{"role":"user","content":"hi"}],)" + members + "}",
                 maker);
}

constexpr auto kTools =
    R"("tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}],)";

TEST(ConverseRequest, RefusesWhatConverseHasNoMeansFor) {
    const std::string tools = kTools;
    EXPECT_EQ(chat_with(tools + R"("tool_choice":"none")"),
              "refused: tool_choice: this model's upstream cannot forbid tools; give none");
    EXPECT_EQ(chat_with(tools + R"("parallel_tool_calls":false)", Maker::other),
              "refused: parallel_tool_calls: this model's upstream cannot forbid them");
    EXPECT_EQ(chat_with(R"("response_format":{"type":"json_object"})"),
              "refused: response_format: this model's upstream has no form of an answer but by a "
              "schema; give a `json_schema` with its `schema`");
    EXPECT_EQ(chat_with(R"("reasoning_effort":"low")", Maker::other),
              "refused: thinking: is not supported by this model's upstream");
    EXPECT_EQ(chat_with(R"("logit_bias":{"1":1})"),
              "refused: $.logit_bias: is not supported by this model's upstream");
    EXPECT_EQ(asked(chat_door(), R"({"model":"m","messages":[{"role":"user","content":[
                  {"type":"image_url","image_url":{"url":"https://example.com/a.png"}}]}]})"),
              "refused: a picture by its URL cannot be given to this model; give its bytes");
}

/// Source: Anthropic's API, "Implement tool use", "Parallel tool use"; Converse refuses its own
/// toolChoice beside the model's.
TEST(ConverseRequest, AnthropicsModelsAreToldInTheirOwnWordsToAskForOneToolAtATime) {
    const auto choice = [](const std::string& members) {
        return chat_with(kTools + members + R"("parallel_tool_calls":false)");
    };
    const std::string told =
        R"({"messages":[{"role":"user","content":[{"text":"hi"}]}],"inferenceConfig":{},)"
        R"("toolConfig":{"tools":[{"toolSpec":{"name":"f",)"
        R"("inputSchema":{"json":{"type":"object"}}}}]},)"
        R"("additionalModelRequestFields":{"tool_choice":{)";
    EXPECT_EQ(choice(""), told + R"("type":"auto","disable_parallel_tool_use":true}}})");
    EXPECT_EQ(choice(R"("tool_choice":"required",)"),
              told + R"("type":"any","disable_parallel_tool_use":true}}})");
    EXPECT_EQ(choice(R"("tool_choice":{"type":"function","function":{"name":"f"}},)"),
              told + R"("type":"tool","name":"f","disable_parallel_tool_use":true}}})");
    EXPECT_EQ(chat_with(std::string{kTools} + R"("parallel_tool_calls":false)",
                        maker_of("anthropic.claude-3-5-sonnet-20241022-v2:0")),
              "refused: parallel_tool_calls: this model's upstream cannot forbid them");
    EXPECT_EQ(chat_with(R"("parallel_tool_calls":false)"),
              R"({"messages":[{"role":"user","content":[{"text":"hi"}]}],"inferenceConfig":{}})");
}

TEST(ConverseRequest, AsksForAnAnswerByASchema) {
    EXPECT_EQ(chat_with(R"("response_format":{"type":"json_schema","json_schema":{"name":"n",)"
                        R"("description":"d","strict":true,"schema":{"type": "object"}}})"),
              R"({"messages":[{"role":"user","content":[{"text":"hi"}]}],"inferenceConfig":{},)"
              R"("outputConfig":{"textFormat":{"type":"json_schema","structure":{"jsonSchema":)"
              R"({"schema":"{\"type\":\"object\"}","name":"n","description":"d"}}}}})");
}

/// A chat in which the model thought before it asked for a tool.
std::string thought_of(const std::string& thought, Maker maker) {
    return asked(chat_door(),
                 R"({"model":"m","messages":[{"role":"user","content":"hi"},{"role":"assistant",)" +
                     thought + R"(},{"role":"user","content":"and?"}]})",
                 maker);
}

TEST(ConverseRequest, AnthropicsModelsAreGivenSignedThoughtsOnly) {
    const std::string unsigned_one = R"("reasoning_content":"hm","content":"yes")";
    EXPECT_EQ(thought_of(unsigned_one, Maker::anthropic),
              R"({"messages":[{"role":"user","content":[{"text":"hi"}]},)"
              R"({"role":"assistant","content":[{"text":"yes"}]},)"
              R"({"role":"user","content":[{"text":"and?"}]}],"inferenceConfig":{}})");
    EXPECT_EQ(thought_of(unsigned_one, Maker::other),
              R"({"messages":[{"role":"user","content":[{"text":"hi"}]},)"
              R"({"role":"assistant","content":[{"reasoningContent":{"reasoningText":)"
              R"({"text":"hm"}}},{"text":"yes"}]},)"
              R"({"role":"user","content":[{"text":"and?"}]}],"inferenceConfig":{}})");
    EXPECT_EQ(thought_of(R"("content":"yes","thinking_blocks":[{"type":"thinking",)"
                         R"("thinking":"hm","signature":"s"}])",
                         Maker::anthropic),
              R"({"messages":[{"role":"user","content":[{"text":"hi"}]},)"
              R"({"role":"assistant","content":[{"reasoningContent":{"reasoningText":)"
              R"({"text":"hm","signature":"s"}}},{"text":"yes"}]},)"
              R"({"role":"user","content":[{"text":"and?"}]}],"inferenceConfig":{}})");
    EXPECT_EQ(thought_of(R"("reasoning_content":"hm")", Maker::anthropic),
              "refused: a message of nothing but thoughts without their signature cannot be given "
              "to this model; leave it out");
}

TEST(ConverseRequest, CitationsAreAskedOfTheSameApiOnly) {
    EXPECT_EQ(
        asked(messages_door(), R"({"model":"m","max_tokens":9,"messages":[{"role":"user",)"
                               R"("content":[{"type":"document","citations":{"enabled":true},)"
                               R"("source":{"type":"text","media_type":"text/plain",)"
                               R"("data":"words"}}]}]})"),
        "refused: citations: only an answer of the same API that goes on as it came can tell "
        "them; ask without them");
}

TEST(ConverseRequest, AnEffortGoesUnderTheNameOfTheModelsMaker) {
    const auto effort = [](std::string_view thinking, Maker maker) {
        return asked(messages_door(),
                     R"({"model":"m","max_tokens":9,"messages":[{"role":"user","content":"hi"}],)" +
                         std::string{thinking} + R"("output_config":{"effort":"low"}})",
                     maker);
    };
    const std::string told =
        R"({"messages":[{"role":"user","content":[{"text":"hi"}]}],)"
        R"("inferenceConfig":{"maxTokens":9},"additionalModelRequestFields":{)";
    EXPECT_EQ(effort("", Maker::anthropic), told + R"("output_config":{"effort":"low"}}})");
    EXPECT_EQ(effort(R"("thinking":{"type":"adaptive"},)", Maker::anthropic),
              told + R"("thinking":{"type":"adaptive"},"output_config":{"effort":"low"}}})");
    EXPECT_EQ(effort("", Maker::other),
              "refused: output_config.effort: is not supported by this model's upstream");
}

TEST(ConverseRequest, TopKGoesUnderTheNameOfTheModelsMaker) {
    const auto told = [](std::string_view model) {
        return chat_with(R"("top_k":7)", maker_of(model));
    };
    const std::string hi =
        R"({"messages":[{"role":"user","content":[{"text":"hi"}]}],"inferenceConfig":{},)";
    EXPECT_EQ(told("anthropic.claude"), hi + R"("additionalModelRequestFields":{"top_k":7}})");
    EXPECT_EQ(told("amazon.nova-pro-v1:0"),
              hi + R"("additionalModelRequestFields":{"inferenceConfig":{"topK":7}}})");
    EXPECT_EQ(asked(messages_door(),
                    R"({"model":"m","max_tokens":9,"thinking":{"type":"disabled"},"top_k":7,)"
                    R"("messages":[{"role":"user","content":"hi"}]})",
                    Maker::amazon_nova),
              R"({"messages":[{"role":"user","content":[{"text":"hi"}]}],)"
              R"("inferenceConfig":{"maxTokens":9},)"
              R"("additionalModelRequestFields":{"inferenceConfig":{"topK":7}}})");
    EXPECT_EQ(told("anthropic.claude-3-haiku-20240307-v1:0"),
              hi + R"("additionalModelRequestFields":{"top_k":7}})");
    EXPECT_EQ(told("cohere.command-r-v1:0"), hi + R"("additionalModelRequestFields":{"k":7}})");
    EXPECT_EQ(told("amazon.titan-text-lite-v1"),
              "refused: top_k: is not supported by this model's upstream");
    EXPECT_EQ(asked(converse_door(),
                    R"({"messages":[{"role":"user","content":[{"text":"hi"}]}],)"
                    R"("additionalModelRequestFields":{"top_k":7,"k":8}})",
                    Maker::cohere),
              "refused: `k` is not for the model's additional fields");
}

TEST(ConverseRequest, AnEffortOfThinkingHasItsConditions) {
    const std::string low = R"("reasoning_effort":"low")";
    EXPECT_EQ(chat_with(low + R"(,"max_tokens":1024)"),
              "refused: reasoning_effort: takes more than 1024 tokens of an answer at this "
              "model's upstream; ask for more at most, or leave it out");
    const std::string beside =
        ": cannot be chosen beside reasoning_effort at this model's upstream; leave one of them "
        "out";
    EXPECT_EQ(chat_with(low + R"(,"temperature":0)"), "refused: temperature" + beside);
    EXPECT_EQ(chat_with(low + R"(,"tool_choice":"required","tools":[{"type":"function",)"
                              R"("function":{"name":"f"}}])"),
              "refused: tool_choice" + beside);
    EXPECT_EQ(chat_with(low + R"(,"temperature":1)"),
              R"({"messages":[{"role":"user","content":[{"text":"hi"}]}],)"
              R"("inferenceConfig":{"temperature":1},)"
              R"("additionalModelRequestFields":{"thinking":{"type":"enabled",)"
              R"("budget_tokens":1638}}})");
}

TEST(ConverseRequest, BringsATemperatureIntoItsBounds) {
    EXPECT_EQ(chat_with(R"("temperature":1.5)", Maker::other),
              R"({"messages":[{"role":"user","content":[{"text":"hi"}]}],)"
              R"("inferenceConfig":{"temperature":1}})");
}

}  // namespace
}  // namespace licet::gateway
