// SPDX-License-Identifier: Apache-2.0
// Bodies of InvokeModel for Amazon's Nova and Cohere's Command R models: what they mean, what goes
// upstream of them, and what clients are sent.
#include "base/encoding.h"
#include "gateway/doors/invocation.h"
#include "gateway/makers.h"
#include "gateway/upstreams/bedrock_upstream.h"
#include "gateway/upstreams/invoke_request.h"
#include "wire/event_stream.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace licet::gateway {
namespace {

constexpr std::string_view kNova = "amazon.nova-lite-v1:0";
constexpr std::string_view kCommand = "cohere.command-r-v1:0";

struct InWords {
    std::string operator()(const Text& text) const { return fmt::format("\"{}\"", text.text); }
    std::string operator()(const Document& file) const {
        return fmt::format("file({},{},{})", file.format, file.name, file.text);
    }
    std::string operator()(const ToolUse& use) const {
        return fmt::format("use({},{},{})", use.id, use.name, use.input);
    }
    std::string operator()(const ToolResult& result) const {
        return fmt::format("result({},{})", result.id, std::get<Text>(result.content.at(0)).text);
    }
    template <typename Other>
    std::string operator()(const Other&) const {
        return "other";
    }
};

std::string in_words(const std::vector<Block>& blocks) {
    std::string out;
    for (const auto& block : blocks) {
        out += " " + std::visit(InWords{}, block);
    }
    return out;
}

std::string in_words(const Conversation& asked) {
    auto out = asked.system.empty() ? std::string{} : "system:" + in_words(asked.system);
    for (const auto& turn : asked.turns) {
        out += fmt::format("{}{}:{}", out.empty() ? "" : " / ",
                           turn.role == Role::user ? "user" : "assistant", in_words(turn.blocks));
    }
    const auto add = [&](std::string_view name, const auto& value) {
        if (value) {
            out += fmt::format(" {}={}", name, *value);
        }
    };
    add("max", asked.max_tokens);
    add("temperature", asked.temperature);
    add("top_p", asked.top_p);
    add("top_k", asked.top_k);
    for (const auto stop : asked.stop_sequences) {
        out += fmt::format(" stop={}", stop);
    }
    for (const auto& tool : asked.tools) {
        out += fmt::format(" tool={}({},{})", tool.name, tool.description, tool.schema);
    }
    for (const auto& [name, value] : asked.additional) {
        out += fmt::format(" {}={}", name, value);
    }
    out += asked.native_only.empty() ? "" : " native=" + asked.native_only;
    return out + (asked.chat_only.empty() ? "" : " chat=" + asked.chat_only);
}

/// What a body means, or why it is refused.
std::string by(std::string_view model, std::string_view body) {
    JsonReader reader;
    const auto parsed = reader.parse(body, JsonReader::Padding::absent);
    const auto* const door = maker_door(model, *parsed);
    EXPECT_NE(door, nullptr);
    const auto asked = door->read(*parsed);
    return asked.ok() ? in_words(*asked) : asked.error().message;
}

std::string nova(std::string_view more) {
    return by(
        kNova,
        fmt::format(R"({{"messages":[{{"role":"user","content":[{{"text":"a"}}]}}]{}}})", more));
}

std::string command(std::string_view more) {
    return by(kCommand, fmt::format(R"({{"message":"a"{}}})", more));
}

TEST(NovaDoor, ReadsConversesPartsAndSettingsOfItsOwn) {
    EXPECT_EQ(by(kNova, R"({"schemaVersion":"messages-v1","system":[{"text":"s"}],"messages":[)"
                        R"({"role":"user","content":[{"text":"a"}]}],"inferenceConfig":)"
                        R"({"maxTokens":9,"temperature":0.5,"topP":0.25,"topK":20,)"
                        R"("stopSequences":["x"]},"toolConfig":{"tools":[{"toolSpec":{"name":"f",)"
                        R"("description":"d","inputSchema":{"json":{}}}}]}})"),
              R"(system: "s" / user: "a" max=9 temperature=0.5 top_p=0.25 top_k=20 stop=x)"
              R"( tool=f(d,{}))");
    EXPECT_EQ(nova(R"(,"inferenceConfig":{"max_new_tokens":9,"top_p":0.25,"top_k":20})"),
              R"(user: "a" max=9 top_p=0.25 top_k=20)");
    EXPECT_EQ(nova(R"(,"reasoningConfig":{"type":"disabled"})"),
              R"(user: "a" reasoningConfig={"type":"disabled"})");
    EXPECT_EQ(nova(R"(,"reasoningConfig":{"type":"enabled","maxReasoningEffort":"low"})"),
              R"(user: "a" reasoningConfig={"type":"enabled","maxReasoningEffort":"low"})");
    EXPECT_EQ(
        nova(R"(,"inferenceConfig":{"topK":20,"reasoningConfig":{"type":"enabled",)"
             R"("maxReasoningEffort":"high"}})"),
        R"(user: "a" top_k=20 reasoningConfig={"type":"enabled","maxReasoningEffort":"high"})");
}

TEST(NovaDoor, RefusesByName) {
    EXPECT_EQ(nova(R"(,"schemaVersion":"messages-v2")"),
              "$.schemaVersion: must be one of `messages-v1`");
    EXPECT_EQ(nova(R"(,"inferenceConfig":{"maxTokens":9,"max_new_tokens":9999})"),
              "$.inferenceConfig.max_new_tokens: is said twice, by either of its names");
    EXPECT_EQ(nova(R"(,"inferenceConfig":{"maxTokens":0})").substr(0, 27),
              "$.inferenceConfig.maxTokens");
    EXPECT_EQ(nova(R"(,"inferenceConfig":{"numResults":2})"),
              "$.inferenceConfig.numResults: is not supported");
    EXPECT_EQ(nova(R"(,"reasoningConfig":{"type":"enabled","maxTokens":9})"),
              "$.reasoningConfig.maxTokens: is not supported");
    EXPECT_EQ(nova(R"(,"reasoningConfig":{"maxReasoningEffort":"say this"})"),
              "$.reasoningConfig.maxReasoningEffort: must be one of `low`, `medium`, `high`");
    EXPECT_EQ(nova(R"(,"inferenceConfig":{"reasoningConfig":{"type":"often"}})"),
              "$.inferenceConfig.reasoningConfig.type: must be one of `disabled`, `enabled`");
    EXPECT_EQ(nova(R"(,"inferenceConfig":{"reasoningConfig":{}},"reasoningConfig":{})"),
              "$.reasoningConfig: is said twice, in either of its places");
    EXPECT_EQ(nova(R"(,"additionalModelRequestFields":{})"),
              "$.additionalModelRequestFields: is not supported");
    EXPECT_EQ(nova(R"(,"toolConfig":{"tools":[{"systemTool":{"name":"nova_grounding"}}]})"),
              "$.toolConfig.tools[0].systemTool: is not supported");
    EXPECT_EQ(by(kNova, "{}"), "$.messages: is required");
    EXPECT_EQ(by(kNova, R"({"messages":[{"role":"user","content":[{"video":{}}]}]})"),
              "$.messages[0].content[0].video: is not supported");
    EXPECT_EQ(by(kNova, R"({"messages":[{"role":"user","content":[{"guardContent":{"text":)"
                        R"({"text":"g"}}}]}]})"),
              "$.messages[].content[].guardContent: is not supported");
}

TEST(CohereDoor, ReadsAllMembers) {
    EXPECT_EQ(by(kCommand,
                 R"({"message":"a","preamble":"s","chat_history":[{"role":"USER","message":"b"},)"
                 R"({"role":"CHATBOT","message":"c"}],"documents":[{"title":"t","snippet":"words",)"
                 R"("url":"u"}],"max_tokens":9,"temperature":0.5,"p":0.25,"k":20.0,)"
                 R"("stop_sequences":["x"],"prompt_truncation":"OFF","return_prompt":false,)"
                 R"("tools":[{"name":"f","description":"d","parameter_definitions":{"q":)"
                 R"({"description":"e","type":"str","required":true},"n":{"type":"int"}}}]})"),
              R"(system: "s" / user: "b" / assistant: "c" / user: "t)"
              "\n\nwords\n"
              R"(url: u" "a" max=9 temperature=0.5 top_p=0.25 top_k=20 stop=x tool=f(d,)"
              R"({"type":"object","properties":{"q":{"description":"e","type":"string"},)"
              R"("n":{"type":"integer"}},"required":["q"]}))");
    EXPECT_EQ(command(R"(,"seed":7,"frequency_penalty":0.5)"),
              R"(user: "a" seed=7 frequency_penalty=0.5 chat=$.seed)");
    for (const auto* const name : {"raw_prompting", "return_prompt", "search_queries_only"}) {
        EXPECT_EQ(command(fmt::format(R"(,"{}":true)", name)),
                  fmt::format(R"(user: "a" native=$.{})", name));
    }
    EXPECT_EQ(command(R"(,"prompt_truncation":"AUTO_PRESERVE_ORDER")"),
              R"(user: "a" native=$.prompt_truncation)");
}

/// As the second request of one step says it, and the last one of several.
TEST(CohereDoor, ReadsWhatToolsGave) {
    EXPECT_EQ(
        command(R"(,"tool_results":[{"call":{"name":"f","parameters":{"x":1}},)"
                R"("outputs":[{"text":"r"}]}])"),
        R"(user: "a" / assistant: use(call_1,f,{"x":1}) / user: result(call_1,[{"text":"r"}]))");
    EXPECT_EQ(by(kCommand,
                 R"({"message":"","chat_history":[{"role":"USER","message":"a"},{"role":"CHATBOT",)"
                 R"("message":"","tool_calls":[{"name":"f","parameters":{}},{"name":"g",)"
                 R"("parameters":{}}]}],"tool_results":[{"call":{"name":"g","parameters":{}},)"
                 R"("outputs":[]},{"call":{"name":"f","parameters":{}},"outputs":[]}]})"),
              R"(user: "a" / assistant: use(call_1,f,{}) use(call_2,g,{}) / )"
              R"(user: result(call_2,[]) result(call_1,[]))");
    EXPECT_EQ(
        by(kCommand,
           R"({"message":"b","chat_history":[{"role":"USER","message":"a"},{"role":"CHATBOT",)"
           R"("message":"","tool_calls":[{"name":"f","parameters":{}}]},{"role":"TOOL",)"
           R"("tool_results":[{"call":{"name":"f","parameters":{}},"outputs":[]}]},)"
           R"({"role":"CHATBOT","message":"so"}]})"),
        R"(user: "a" / assistant: use(call_1,f,{}) / user: result(call_1,[]) / )"
        R"(assistant: "so" / user: "b")");
}

/// What is asked and documents do not come between calls and their results.
TEST(CohereDoor, ResultsStandBehindTheCallsThatTheyAreOf) {
    const auto asked = [](std::string_view message, std::string_view documents) {
        return by(kCommand,
                  fmt::format(R"({{"message":"{}","chat_history":[{{"role":"USER","message":"a"}},)"
                              R"({{"role":"CHATBOT","message":"","tool_calls":[{{"name":"f"}},)"
                              R"({{"name":"f"}}]}}],"documents":[{}],"tool_results":[)"
                              R"({{"call":{{"name":"f"}},"outputs":[1]}},)"
                              R"({{"call":{{"name":"f"}},"outputs":[2]}}]}})",
                              message, documents));
    };
    constexpr std::string_view kAnswered =
        R"(user: "a" / assistant: use(call_1,f,{}) use(call_2,f,{}) / )"
        R"(user: result(call_1,[1]) result(call_2,[2]))";
    EXPECT_EQ(asked("", R"({"snippet":"d"})"), std::string{kAnswered} + R"( "d")");
    EXPECT_EQ(asked("b", R"({"snippet":"d"})"), std::string{kAnswered} + R"( "d" "b")");
    EXPECT_EQ(asked("b", ""), std::string{kAnswered} + R"( "b")");
    // Calls that the user went past are answered no more.
    EXPECT_EQ(
        by(kCommand,
           R"({"message":"c","chat_history":[{"role":"CHATBOT","message":"","tool_calls":)"
           R"([{"name":"f"}]},{"role":"USER","message":"b"}],"tool_results":)"
           R"([{"call":{"name":"f"},"outputs":[]}]})"),
        R"(user: / assistant: use(call_1,f,{}) / user: "b" "c" / assistant: use(call_2,f,{}) / )"
        R"(user: result(call_2,[]) chat=$.chat_history: that does not begin with the user)");
}

TEST(CohereDoor, ReadsAsManyCallsAsABodyMayHave) {
    const auto results = [](std::size_t count) {
        std::string list;
        for (std::size_t i = 0; i < count; ++i) {
            list += list.empty() ? "" : ",";
            list += R"({"call":{"name":"f"},"outputs":[]})";
        }
        return command(fmt::format(R"(,"tool_results":[{}])", list));
    };
    constexpr std::size_t kMost = 10'000;
    EXPECT_TRUE(results(kMost).ends_with("result(call_10000,[])"));
    EXPECT_EQ(results(kMost + 1), "$.tool_results[10000].call: must not be more than 10000 calls");
}

TEST(CohereDoor, RefusesByName) {
    EXPECT_EQ(by(kCommand, "{}"), "$.message: is required");
    EXPECT_EQ(by(kCommand, R"({"message":" "})"),
              "$.message: must not be blank without tool_results");
    EXPECT_EQ(by(kCommand, R"({"message":"","tool_results":[]})"),
              "$.message: must not be blank without tool_results");
    EXPECT_EQ(command(R"(,"num_generations":3)"), "$.num_generations: is not supported");
    EXPECT_EQ(command(R"(,"connectors":[{"id":"web-search"}])"), "$.connectors: is not supported");
    EXPECT_EQ(command(R"(,"max_tokens":0)").substr(0, 12), "$.max_tokens");
    EXPECT_EQ(command(R"(,"k":0.5)"), "$.k: must be a whole number");
    EXPECT_EQ(command(R"(,"chat_history":[{"role":"USER","message":1}])"),
              "$.chat_history[0].message: must be a text");
    EXPECT_EQ(command(R"(,"chat_history":[{"role":"USER","tool_calls":[]}])"),
              "$.chat_history[0].tool_calls: is not supported");
    EXPECT_EQ(command(R"(,"documents":[{"title":"t"}])"), "$.documents[0].snippet: is required");
    EXPECT_EQ(command(R"(,"documents":[{"snippet":{}}])"),
              "$.documents[0].snippet: must be a text");
    EXPECT_EQ(command(R"(,"tools":[{"name":"f","strict":true}])"),
              "$.tools[0].strict: is not supported");
    EXPECT_EQ(command(R"(,"tool_results":[{"outputs":[]}])"),
              "$.tool_results[0].call: is required");
}

/// @param limit licet's own; 0: none
std::optional<std::string> upstream_body(std::string_view model, std::string_view body,
                                         std::int64_t limit = 0) {
    JsonReader reader;
    const auto parsed = reader.parse(body, JsonReader::Padding::absent);
    const auto* const door = maker_door(model, *parsed);
    auto asked = door->read(*parsed);
    EXPECT_TRUE(asked.ok());
    if (limit != 0) {
        asked->max_tokens = limit;
        asked->limit_is_ours = true;
    }
    return invoke_body(model, door->dialect(), body, *asked);
}

TEST(MakerChats, ABodyGoesOnAsItCameButForALimitOfLicets) {
    constexpr std::string_view kAsked =
        R"({"messages":[{"role":"user","content":[{"text":"a"}]}],"inferenceConfig":{"topP":0.5}})";
    EXPECT_EQ(upstream_body(kNova, kAsked), kAsked);
    EXPECT_EQ(upstream_body(kNova, kAsked, 7),
              R"({"messages":[{"role":"user","content":[{"text":"a"}]}],)"
              R"("inferenceConfig":{"topP":0.5,"maxTokens":7}})");
    EXPECT_EQ(upstream_body(kCommand, R"({"message":"a","search_queries_only":true})"),
              R"({"message":"a","search_queries_only":true})");
    EXPECT_EQ(upstream_body(kCommand, R"({"message":"a"})", 7),
              R"({"message":"a","max_tokens":7})");
}

const Reply kCalls{
    .blocks = {{.text = "Let me look"},
               {.kind = BlockKind::tool_use, .text = R"({"x":1})", .id = "call_2", .name = "f"}},
    .stop_reason = StopReason::tool_use,
    .usage = {.input = 5, .output = 7}};

std::unique_ptr<ReplyWriter> writer_of(const Door& door) {
    return door.writer({.request_id = "r-1",
                        .model = "m",
                        .started = Time{},
                        .echoed = {{"chat_history", R"([{"role":"USER","message":"a"}])"}}});
}

std::vector<std::string> chunks_of(const Door& door, const Reply& reply) {
    const auto writer = writer_of(door);
    std::string bytes;
    for (const auto& event : events_of(reply)) {
        writer->piece(bytes, {.events = {&event, 1}});
    }
    writer->finish(bytes, Milliseconds{3});
    std::vector<std::string> out;
    wire::EventStreamReader reader;
    EXPECT_TRUE(reader
                    .read(bytes,
                          [&](const wire::EventMessage& message) -> Result<void> {
                              JsonReader json;
                              LICET_TRY(const auto part,
                                        json.parse(message.payload, JsonReader::Padding::absent));
                              out.push_back(from_base64(text_in(part, "bytes")).value());
                              return {};
                          })
                    .ok());
    return out;
}

Reply read_by(Dialect dialect, const std::vector<std::string>& chunks) {
    std::string bytes;
    for (const auto& chunk : chunks) {
        wire::append_event(bytes, "chunk",
                           fmt::format(R"({{"bytes":"{}"}})", to_base64(as_bytes(chunk))));
    }
    Reply out;
    const auto reader = bedrock_reader(dialect);
    AnswerReader::Emit emit = [&](const Frame& frame) {
        for (const auto& event : frame.events) {
            add(out, event);
        }
        return true;
    };
    EXPECT_TRUE(reader->piece(bytes, emit).ok());
    EXPECT_TRUE(reader->is_complete());
    out.id.clear();
    return out;
}

constexpr std::string_view kMetrics =
    R"("amazon-bedrock-invocationMetrics":{"inputTokenCount":5,"outputTokenCount":7,)"
    R"("invocationLatency":3})";

TEST(NovaDoor, WritesAStreamOfEvents) {
    EXPECT_EQ(chunks_of(nova_door(), kCalls),
              (std::vector<std::string>{
                  R"({"messageStart":{"role":"assistant"}})",
                  R"({"contentBlockDelta":{"delta":{"text":"Let me look"},"contentBlockIndex":0}})",
                  R"({"contentBlockStop":{"contentBlockIndex":0}})",
                  R"({"contentBlockStart":{"start":{"toolUse":{"toolUseId":"call_2","name":"f"}},)"
                  R"("contentBlockIndex":1}})",
                  R"({"contentBlockDelta":{"delta":{"toolUse":{"input":"{\"x\":1}"}},)"
                  R"("contentBlockIndex":1}})",
                  R"({"contentBlockStop":{"contentBlockIndex":1}})",
                  R"({"messageStop":{"stopReason":"tool_use"}})",
                  R"({"metadata":{"usage":{"inputTokens":5,"outputTokens":7,"totalTokens":12},)"
                  R"("metrics":{},"trace":{}},)" +
                      std::string{kMetrics} + "}"}));
}

TEST(CohereDoor, WritesAWholeAnswer) {
    net::Response response;
    writer_of(cohere_door())->whole(response, kCalls, Milliseconds{3});
    EXPECT_EQ(response.body,
              R"({"response_id":"r-1","text":"Let me look","generation_id":"r-1",)"
              R"("chat_history":[{"role":"USER","message":"a"},{"role":"CHATBOT",)"
              R"("message":"Let me look","tool_calls":[{"name":"f","parameters":{"x":1}}]}],)"
              R"("finish_reason":"COMPLETE","tool_calls":[{"name":"f",)"
              R"("parameters":{"x":1}}],"meta":{"api_version":{"version":"1"},"billed_units":)"
              R"({"input_tokens":5,"output_tokens":7},"tokens":{"input_tokens":5,)"
              R"("output_tokens":7}}})");
    Reply got;
    AnswerReader::Emit emit = [&](const Frame& frame) {
        for (const auto& event : frame.events) {
            add(got, event);
        }
        return true;
    };
    ASSERT_TRUE(bedrock_reader(Dialect::cohere_chat)->whole(response.body, emit).ok());
    got.id.clear();
    EXPECT_EQ(got, kCalls);
}

/// The `chat_history` of the answer to a body, where a model says kCalls.
std::string history_after(std::string_view body) {
    JsonReader reader;
    const auto asked = cohere_door().read(*reader.parse(body, JsonReader::Padding::absent));
    net::Response response;
    cohere_door()
        .writer({.request_id = "r-1", .model = "m", .started = Time{}, .echoed = asked->echoed})
        ->whole(response, kCalls, Milliseconds{3});
    const auto answer = reader.parse(response.body, JsonReader::Padding::absent);
    return answer->find("chat_history")->minified();
}

/// Agents give the history that they got back with what the tool gave, and no message. Source:
/// Cohere's guide to v1, "Multi-step Tool Use (Agents)".
TEST(CohereDoor, TellsAHistoryThatKeepsEachStepOfAnAgent) {
    constexpr std::string_view kResults =
        R"("tool_results":[{"call":{"name":"f","parameters":{"x":1}},"outputs":[]}])";
    const auto step = [&](std::string_view history) {
        return fmt::format(R"({{"message":"","chat_history":{},{}}})", history, kResults);
    };
    const auto second = step(history_after(R"({"message":"a"})"));
    const auto third = step(history_after(second));
    EXPECT_EQ(by(kCommand, third),
              R"(user: "a" / assistant: "Let me look" use(call_1,f,{"x":1}) / )"
              R"(user: result(call_1,[]) / assistant: "Let me look" use(call_3,f,{"x":1}) / )"
              R"(user: result(call_3,[]))");
    // A body that has both, with and without the calls in its history.
    const auto both = [&](std::string_view history) {
        return fmt::format(R"({{"message":"b","chat_history":{},{}}})", history, kResults);
    };
    constexpr std::string_view kAnswer = R"( / assistant: "Let me look" use)";
    for (const auto& body : {both("[]"), both(history_after(R"({"message":"a"})"))}) {
        const auto again = by(
            kCommand, fmt::format(R"({{"message":"c","chat_history":{}}})", history_after(body)));
        EXPECT_TRUE(again.starts_with(by(kCommand, body) + std::string{kAnswer})) << again;
    }
}

TEST(CohereDoor, AStreamTooLongToBeToldAgainEndsWithAnError) {
    const auto writer = writer_of(cohere_door());
    const std::string text(std::size_t{1} << 20, 'a');
    const ReplyEvent begin{.kind = ReplyEvent::Kind::block_start};
    const ReplyEvent piece{.kind = ReplyEvent::Kind::text, .text = text};
    std::string stream;
    writer->piece(stream, {.events = {&begin, 1}});
    for (int i = 0; i < 17; ++i) {
        stream.clear();
        writer->piece(stream, {.events = {&piece, 1}});
        EXPECT_GT(stream.size(), text.size());
    }
    stream.clear();
    writer->finish(stream, Milliseconds{3});
    EXPECT_NE(stream.find("modelStreamErrorException"), std::string::npos);
    EXPECT_EQ(stream.find("chunk"), std::string::npos);
}

TEST(CohereDoor, WritesAStreamThatItsReaderUnderstands) {
    const auto chunks = chunks_of(cohere_door(), kCalls);
    ASSERT_EQ(chunks.size(), 4U);
    EXPECT_EQ(chunks[0],
              R"({"is_finished":false,"event_type":"stream-start","generation_id":"r-1"})");
    EXPECT_EQ(chunks[1],
              R"({"is_finished":false,"event_type":"text-generation","text":"Let me look"})");
    EXPECT_EQ(chunks[2], R"({"is_finished":false,"event_type":"tool-calls-generation",)"
                         R"("tool_calls":[{"name":"f","parameters":{"x":1}}]})");
    EXPECT_TRUE(chunks[3].starts_with(
        R"({"is_finished":true,"event_type":"stream-end","finish_reason":"COMPLETE",)"
        R"("response":{"response_id":"r-1","text":"Let me look",)"));
    EXPECT_TRUE(chunks[3].ends_with(std::string{kMetrics} + "}"));
    EXPECT_EQ(read_by(Dialect::cohere_chat, chunks), kCalls);
}

/// Some upstreams give the input of a tool as any text.
TEST(CohereDoor, AToolsInputThatIsNoObjectEndsAStream) {
    auto broken = kCalls;
    broken.blocks[1].text = "{";
    const auto writer = writer_of(cohere_door());
    std::string bytes;
    for (const auto& event : events_of(broken)) {
        writer->piece(bytes, {.events = {&event, 1}});
    }
    writer->finish(bytes, Milliseconds{3});
    EXPECT_NE(bytes.find("modelStreamErrorException"), std::string::npos);
}

/// Else it would look finished to who reads another form of it.
TEST(CohereDoor, AnAnswerThatEndsWithAnErrorIsNone) {
    AnswerReader::Emit emit = [](const Frame&) { return true; };
    constexpr std::string_view kWhole = R"({"text":"Hi","finish_reason":"ERROR"})";
    EXPECT_FALSE(bedrock_reader(Dialect::cohere_chat)->whole(kWhole, emit).ok());
    std::string bytes;
    append_chunk(bytes, R"({"event_type":"stream-end","finish_reason":"ERROR"})", {}, true);
    const auto reader = bedrock_reader(Dialect::cohere_chat);
    EXPECT_FALSE(reader->piece(bytes, emit).ok());
    EXPECT_FALSE(reader->is_complete());
}

TEST(CohereDoor, HeadersAndMetricsTellTokensBeforeTheBody) {
    constexpr std::string_view kBody =
        R"({"text":"Hi","finish_reason":"MAX_TOKENS","meta":{"billed_units":{"input_tokens":1,)"
        R"("output_tokens":2},"tokens":{"input_tokens":3,"output_tokens":4}}})";
    const auto usage = [&](const net::ClientResponse& head) {
        Reply got;
        const auto reader = bedrock_reader(Dialect::cohere_chat);
        reader->head(head);
        AnswerReader::Emit emit = [&](const Frame& frame) {
            for (const auto& event : frame.events) {
                add(got, event);
            }
            return true;
        };
        EXPECT_TRUE(reader->whole(kBody, emit).ok());
        EXPECT_EQ(got.stop_reason, StopReason::max_tokens);
        return got.usage;
    };
    EXPECT_EQ(usage({}), (TokenUsage{.input = 1, .output = 2}));
    EXPECT_EQ(usage({.headers = {{"x-amzn-bedrock-input-token-count", "5"},
                                 {"x-amzn-bedrock-output-token-count", "6"}}}),
              (TokenUsage{.input = 5, .output = 6}));
    EXPECT_EQ(usage({.headers = {{"x-amzn-bedrock-input-token-count", "-5"}}}),
              (TokenUsage{.input = 1, .output = 2}));
}

constexpr std::string_view kLarge = "mistral.mistral-large-2407-v1:0";

TEST(MistralChatDoor, ReadsChatsWithItsOwnWordForAnyTool) {
    EXPECT_EQ(by(kLarge, R"({"messages":[{"role":"system","content":"s"},{"role":"user",)"
                         R"("content":"a"},{"role":"assistant","content":"","tool_calls":[{"id":)"
                         R"("1","function":{"name":"f","arguments":"{}"}}]},{"role":"tool",)"
                         R"("tool_call_id":"1","content":"r"}],"max_tokens":9,"top_p":0.25})"),
              R"(system: "s" / user: "a" / assistant: use(1,f,{}) / user: result(1,r) max=9)"
              R"( top_p=0.25)");
    JsonReader reader;
    const auto choice = [&](std::string_view word) {
        const auto body = fmt::format(
            R"({{"messages":[{{"role":"user","content":"a"}}],"tool_choice":"{}"}})", word);
        const auto asked =
            mistral_chat_door().read(*reader.parse(body, JsonReader::Padding::absent));
        return asked.ok() ? std::to_string(static_cast<int>(asked->tool_choice.kind))
                          : asked.error().message;
    };
    EXPECT_EQ(choice("any"), "1");
    EXPECT_EQ(choice("required"), "$.tool_choice: must be one of `auto`, `any`, `none`");
}

TEST(MistralChatDoor, WritesMessagesAndStopReasons) {
    net::Response response;
    const Reply hi{.blocks = {{.text = "Hi"}}, .usage = {.input = 5, .output = 7}};
    writer_of(mistral_chat_door())->whole(response, hi, Milliseconds{3});
    EXPECT_NE(response.body.find(R"("logprobs":null,"stop_reason":"stop"}])"), std::string::npos);
    EXPECT_EQ(response.body.find("finish_reason"), std::string::npos);
    const auto chunks = chunks_of(mistral_chat_door(), hi);
    EXPECT_NE(chunks.at(1).find(R"("message":{"content":"Hi"},"logprobs":null,"stop_reason":null)"),
              std::string::npos)
        << chunks.at(1);
    EXPECT_NE(chunks.at(2).find(R"("stop_reason":"stop")"), std::string::npos);
    EXPECT_NE(chunks.back().find(kMetrics), std::string::npos);
    EXPECT_EQ(upstream_body(kLarge, R"({"messages":[{"role":"user","content":"a"}]})"),
              std::nullopt);
}

TEST(Makers, SayByModelAndBodyWhichFormItIs) {
    JsonReader reader;
    const auto form_of = [&](std::string_view model, std::string_view body) {
        const auto parsed = reader.parse(body, JsonReader::Padding::absent);
        const auto* const door = maker_door(model, *parsed);
        return door == nullptr ? Dialect::none : door->dialect();
    };
    EXPECT_EQ(form_of("deepseek.v3-v1:0", R"({"prompt":"a"})"), Dialect::deepseek_text);
    EXPECT_EQ(form_of("deepseek.v3-v1:0", R"({"messages":[]})"), Dialect::openai_chat);
    EXPECT_EQ(form_of("deepseek.r1-v1:0", R"({"messages":[]})"), Dialect::deepseek_text);
    EXPECT_EQ(form_of("mistral.mixtral-8x7b-instruct-v0:1", "{}"), Dialect::mistral_text);
    EXPECT_EQ(form_of("mistral.mistral-large-2407-v1:0", R"({"prompt":"a"})"),
              Dialect::mistral_text);
    EXPECT_EQ(form_of("mistral.mistral-large-2407-v1:0", R"({"messages":[]})"),
              Dialect::mistral_chat);
    EXPECT_EQ(form_of("mistral.magistral-small-2509", "{}"), Dialect::openai_chat);
    EXPECT_EQ(form_of("qwen.qwen3-32b-v1:0", "{}"), Dialect::openai_chat);
    EXPECT_EQ(form_of("ai21.jamba-1-5-mini-v1:0", "{}"), Dialect::openai_chat);
    for (const auto* const model :
         {"amazon.nova-canvas-v1:0", "amazon.nova-2-sonic-v1:0", "cohere.command-light-text-v14",
          "writer.palmyra-x5-v1:0", "twelvelabs.pegasus-1-2-v1:0", "stability.sd3-5-large-v1:0"}) {
        EXPECT_EQ(form_of(model, "{}"), Dialect::none) << model;
    }
}

TEST(Makers, SayHowLongAnAnswerMayBeAskedFor) {
    EXPECT_EQ(most_tokens("meta.llama3-70b-instruct-v1:0"), 2'048);
    EXPECT_EQ(most_tokens("amazon.titan-text-lite-v1"), 4'096);
    EXPECT_EQ(most_tokens("amazon.titan-text-premier-v1:0"), 3'000);
    EXPECT_EQ(most_tokens("mistral.mixtral-8x7b-instruct-v0:1"), 4'096);
    EXPECT_EQ(most_tokens("cohere.command-r-plus-v1:0"), 4'000);
    EXPECT_EQ(most_tokens("ai21.jamba-1-5-mini-v1:0"), 4'096);
    EXPECT_EQ(most_tokens("anthropic.claude-3-haiku-20240307-v1:0"), 4'096);
    for (const auto* const model : {"amazon.titan-text-express-v1", "amazon.nova-lite-v1:0",
                                    "mistral.mistral-7b-instruct-v0:2", "deepseek.r1-v1:0"}) {
        EXPECT_GE(most_tokens(model), 8'192) << model;
    }
}

TEST(Makers, ChatsInOpenAisFormAreAskedOfConverse) {
    EXPECT_EQ(
        upstream_body("qwen.qwen3-32b-v1:0", R"({"messages":[{"role":"user","content":"a"}]})"),
        std::nullopt);
}

}  // namespace
}  // namespace licet::gateway
