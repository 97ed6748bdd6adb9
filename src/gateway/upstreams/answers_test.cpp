// SPDX-License-Identifier: Apache-2.0
// What upstreams say that no door of ours would: their own habits, and what is no answer.
// dialects_test.cpp has the rest.
#include "base/encoding.h"
#include "gateway/upstreams/anthropic_answer.h"
#include "gateway/upstreams/converse_answer.h"
#include "gateway/upstreams/http_call.h"
#include "gateway/upstreams/openai_answer.h"
#include "gateway/upstreams/responses_answer.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace licet::gateway {
namespace {

using testing::HasSubstr;

/// What a reader made of an answer.
struct Heard {
    Reply reply = {};
    std::string ended = {};  ///< `complete`, `incomplete` or why it is none
    std::string_view name = {};
};

template <typename Read>
Heard hear(AnswerReader& reader, bool streamed, Read read) {
    Heard out;
    AnswerReader::Emit emit = [&](const Frame& frame) {
        for (const auto& event : frame.events) {
            add(out.reply, event);
        }
        return true;
    };
    const Result<void> outcome = read(emit);
    out.ended = !outcome.ok()                       ? outcome.error().message
                : !streamed || reader.is_complete() ? "complete"
                                                    : "incomplete";
    out.name = outcome.ok() ? std::string_view{} : outcome.error().name;
    return out;
}

Heard stream(AnswerReader&& reader, std::string_view bytes) {
    return hear(reader, true, [&](AnswerReader::Emit& emit) { return reader.piece(bytes, emit); });
}

Heard whole(AnswerReader&& reader, std::string_view body) {
    return hear(reader, false, [&](AnswerReader::Emit& emit) { return reader.whole(body, emit); });
}

/// Events without names, each of a line of data for each line.
std::string sse(std::initializer_list<std::string_view> data) {
    std::string out;
    for (const auto one : data) {
        out += "data: ";
        for (const char c : one) {
            out.append(c == '\n' ? "\ndata: " : std::string(1, c));
        }
        out += "\n\n";
    }
    return out;
}

/// Events of Anthropic's, named by their types.
std::string named(std::initializer_list<std::pair<std::string_view, std::string_view>> events) {
    std::string out;
    for (const auto& [name, data] : events) {
        wire::append_sse(out, name, data);
    }
    return out;
}

std::string framed(std::initializer_list<std::pair<std::string_view, std::string_view>> events) {
    std::string out;
    for (const auto& [name, data] : events) {
        wire::append_event(out, name, data);
    }
    return out;
}

OpenAiAnswer chat() {
    return OpenAiAnswer{{"END"}};
}

constexpr std::string_view kHi = R"({"id":"c","choices":[{"delta":{"content":"hi"}}]})";
constexpr std::string_view kStop = R"({"choices":[{"delta":{},"finish_reason":"stop"}]})";
constexpr std::string_view kCost =
    R"({"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":4,
        "prompt_tokens_details":{"cached_tokens":2},
        "completion_tokens_details":{"reasoning_tokens":3}}})";

TEST(OpenAiAnswers, TellTextReasoningAndToolsPieceByPiece) {
    const auto heard = stream(
        chat(),
        sse({R"({"id":"c","choices":[{"delta":{"role":"assistant","reasoning":"hm"}}]})",
             R"({"choices":[{"delta":{"reasoning_content":"m"}}]})",
             R"({"choices":[{"delta":{"content":"a"}}]})",
             R"({"choices":[{"delta":{"tool_calls":[
                     {"index":0,"id":"t0","function":{"name":"f","arguments":""}}]}}]})",
             R"({"choices":[{"delta":{"tool_calls":[{"index":0,
                     "function":{"arguments":"{\"x\""}}]}}]})",
             R"({"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":":1}"}},
                     {"index":1,"id":"t1","function":{"name":"g"}}]}}]})",
             R"({"choices":[{"delta":{},"finish_reason":"tool_calls"}]})", kCost, "[DONE]"}));
    EXPECT_EQ(heard.ended, "complete");
    const Reply expected{
        .id = "c",
        .blocks = {{.kind = BlockKind::reasoning, .text = "hmm"},
                   {.kind = BlockKind::text, .text = "a"},
                   {.kind = BlockKind::tool_use, .text = R"({"x":1})", .id = "t0", .name = "f"},
                   {.kind = BlockKind::tool_use, .text = "{}", .id = "t1", .name = "g"}},
        .stop_reason = StopReason::tool_use,
        .usage = {.input = 7, .output = 4, .cache_read = 2, .reasoning = 3}};
    EXPECT_EQ(heard.reply, expected);
}

constexpr std::string_view kResponse =
    R"({"type":"response.completed","response":{"id":"r","status":"completed",
        "usage":{"input_tokens":9,"output_tokens":4,"input_tokens_details":{"cached_tokens":2},
                 "output_tokens_details":{"reasoning_tokens":3}}}})";

TEST(ResponsesAnswers, TellWhatCameAndWhatDidNotComeInPieces) {
    const auto heard =
        stream(ResponsesAnswer{},
               sse({R"({"type":"response.created","response":{"id":"r"}})",
                    R"({"type":"response.output_item.added","item":{"type":"reasoning"}})",
                    R"({"type":"response.reasoning_summary_text.done","text":"hm"})",
                    R"({"type":"response.output_item.done",
                 "item":{"type":"reasoning","encrypted_content":"c2ln"}})",
                    R"({"type":"response.output_item.added","item":{"type":"web_search_call"}})",
                    R"({"type":"response.output_item.done","item":{"type":"web_search_call"}})",
                    R"({"type":"response.output_text.delta","delta":"a"})",
                    R"({"type":"response.output_text.annotation.added"})",
                    R"({"type":"response.output_text.done","text":"a"})",
                    R"({"type":"response.content_part.done"})",
                    R"({"type":"response.content_part.added","part":{"type":"refusal"}})",
                    R"({"type":"response.refusal.done","refusal":"no"})",
                    R"({"type":"response.output_item.added",
                 "item":{"type":"function_call","call_id":"t0","name":"f"}})",
                    R"({"type":"response.function_call_arguments.done","arguments":"{\"x\":1}"})",
                    kResponse, "[DONE]"}));
    EXPECT_EQ(heard.ended, "complete");
    const Reply expected{
        .id = "r",
        .blocks = {{.kind = BlockKind::reasoning, .text = "hm", .signature = "c2ln"},
                   {.kind = BlockKind::text, .text = "a"},
                   {.kind = BlockKind::text, .text = "no"},
                   {.kind = BlockKind::tool_use, .text = R"({"x":1})", .id = "t0", .name = "f"}},
        .stop_reason = StopReason::tool_use,
        .usage = {.input = 7, .output = 4, .cache_read = 2, .reasoning = 3}};
    EXPECT_EQ(heard.reply, expected);
}

TEST(ResponsesAnswers, AreNoneWithoutAllThatMakesThem) {
    const auto ended = [](std::initializer_list<std::string_view> data) {
        return stream(ResponsesAnswer{}, sse(data)).ended;
    };
    EXPECT_THAT(ended({"[DONE]"}), HasSubstr("before the end"));
    EXPECT_THAT(ended({kResponse, kResponse}), HasSubstr("finished"));
    EXPECT_THAT(ended({R"({"type":"response.completed"})"}), HasSubstr("without response"));
    EXPECT_THAT(ended({R"({"type":"response.completed","response":{"status":"completed"}})"}),
                HasSubstr("no usage"));
    EXPECT_THAT(ended({R"({"type":"response.output_item.added",
                           "item":{"type":"function_call"}})"}),
                HasSubstr("without call_id"));
    EXPECT_EQ(ended({R"({"type":"response.output_text.delta","delta":"a"})"}), "incomplete");
    const auto cut = whole(ResponsesAnswer{}, R"({"id":"r","status":"incomplete","output":[
        {"type":"message","content":[{"type":"output_text","text":"a"}]}],
        "incomplete_details":{"reason":"content_filter"},
        "usage":{"input_tokens":1,"output_tokens":1}})");
    EXPECT_EQ(cut.reply.stop_reason, StopReason::content_filtered);
    EXPECT_THAT(whole(ResponsesAnswer{}, R"({"status":"failed","output":[]})").ended,
                HasSubstr("not completed"));
    EXPECT_THAT(whole(ResponsesAnswer{}, R"({"status":"completed"})").ended,
                HasSubstr("no output"));
}

TEST(OpenAiAnswers, TellWhyTheyEnd) {
    const auto reason = [](std::string_view choice) {
        return stream(chat(), sse({kHi, choice, "[DONE]"})).reply;
    };
    EXPECT_EQ(reason(R"({"choices":[{"finish_reason":"length"}]})").stop_reason,
              StopReason::max_tokens);
    EXPECT_EQ(reason(R"({"choices":[{"finish_reason":"content_filter"}]})").stop_reason,
              StopReason::content_filtered);
    EXPECT_EQ(reason(R"({"choices":[{"finish_reason":"strange"}]})").stop_reason,
              StopReason::end_turn);
    const auto stopped = reason(R"({"choices":[{"finish_reason":"stop","stop_reason":"END"}]})");
    EXPECT_EQ(stopped.stop_reason, StopReason::stop_sequence);
    EXPECT_EQ(stopped.stop_sequence, "END");
}

/// OpenAI's servers say `stop` where the caller chose the tool; some leave the content out.
TEST(OpenAiAnswers, ThatAskForAToolEndSoWhateverTheyCallIt) {
    constexpr std::string_view kCalls =
        R"("tool_calls":[{"index":0,"id":"t","function":{"name":"f","arguments":"{}"}}])";
    const auto streamed = stream(
        chat(), sse({R"({"choices":[{"delta":{)" + std::string{kCalls} + "}}]}", kStop, "[DONE]"}));
    EXPECT_EQ(streamed.reply.stop_reason, StopReason::tool_use);
    const auto heard = whole(chat(), R"({"choices":[{"message":{)" + std::string{kCalls} +
                                         R"(},"finish_reason":"stop"}],)"
                                         R"("usage":{"prompt_tokens":1,"completion_tokens":1}})");
    EXPECT_EQ(heard.ended, "complete");
    EXPECT_EQ(heard.reply.stop_reason, StopReason::tool_use);
    EXPECT_EQ(heard.reply.blocks,
              (std::vector<ReplyBlock>{
                  {.kind = BlockKind::tool_use, .text = "{}", .id = "t", .name = "f"}}));
}

// Issue 5, section 7: malformed chunks and half events are never complete answers.
TEST(OpenAiAnswers, ThatBreakOffOrCannotBeAreNone) {
    const auto ended = [](std::initializer_list<std::string_view> data) {
        return stream(chat(), sse(data)).ended;
    };
    EXPECT_EQ(ended({kHi, kStop, kCost}), "incomplete");  // no end marker
    EXPECT_EQ(ended({kHi, "[DONE]"}), "incomplete");      // no reason
    EXPECT_EQ(ended({}), "incomplete");
    EXPECT_EQ(stream(chat(), sse({kHi, kStop, "[DONE]"}) + "data: {").ended, "incomplete");
    EXPECT_THAT(ended({kHi, kStop, "[DONE]", kHi}), HasSubstr("a chunk after the end"));
    EXPECT_THAT(ended({kHi, kStop, kHi}), HasSubstr("more of an answer that was finished"));
    EXPECT_THAT(
        ended({R"({"error":{"message":"secret words"}})"}),
        testing::AllOf(HasSubstr("an error within the stream"), testing::Not(HasSubstr("secret"))));
    EXPECT_THAT(
        ended(
            {R"({"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{}"}}]}}]})"}),
        HasSubstr("a tool call without id or name"));
    EXPECT_THAT(ended({R"({"choices":[{"delta":{"tool_calls":[{"id":"t"}]}}]})"}),
                HasSubstr("a tool call without function"));
    EXPECT_THAT(ended({R"({"choices":[],"usage":{"prompt_tokens":-1,"completion_tokens":1}})"}),
                HasSubstr("must be"));
    EXPECT_NE(ended({R"({"choices":[{"delta":)"}), "complete");
    EXPECT_NE(ended({"not json"}), "complete");
}

TEST(OpenAiAnswers, ThatComeWholeMustHaveContentAndUsage) {
    constexpr std::string_view kUsage = R"("usage":{"prompt_tokens":1,"completion_tokens":1})";
    const auto ended = [&](std::string choices) {
        return whole(chat(), "{" + choices + std::string{kUsage} + "}").ended;
    };
    EXPECT_EQ(ended(R"("choices":[{"message":{"content":"a"},"finish_reason":"stop"}],)"),
              "complete");
    EXPECT_THAT(ended(""), HasSubstr("no choices[0].message.content"));
    EXPECT_THAT(ended(R"("error":{"message":"m"},)"), HasSubstr("no choices[0]"));
    EXPECT_THAT(ended(R"("choices":[{"message":{"content":7}}],)"), HasSubstr("must be a text"));
    EXPECT_THAT(ended(R"("choices":[{"message":{"content":null},"finish_reason":"stop"}],)"),
                HasSubstr("content is null"));
    EXPECT_THAT(whole(chat(), R"({"choices":[{"message":{"content":"a"}}]})").ended,
                HasSubstr("no usage"));
    EXPECT_THAT(whole(chat(), "<html>").ended, HasSubstr("the answer "));
}

constexpr std::pair<std::string_view, std::string_view> kMessageStart{
    "message_start", R"({"message":{"id":"m","usage":{"input_tokens":5,"output_tokens":1}}})"};
constexpr std::pair<std::string_view, std::string_view> kTextStart{
    "content_block_start", R"({"index":0,"content_block":{"type":"text","text":""}})"};
constexpr std::pair<std::string_view, std::string_view> kMessageStop{"message_stop", "{}"};

TEST(AnthropicAnswers, ThatBreakOffOrCannotBeAreNone) {
    const auto ended =
        [](std::initializer_list<std::pair<std::string_view, std::string_view>> events) {
            return stream(AnthropicAnswer{}, named(events)).ended;
        };
    EXPECT_EQ(ended({}), "incomplete");
    EXPECT_EQ(ended({kMessageStart, kTextStart}), "incomplete");
    EXPECT_EQ(ended({kMessageStart, {"message_delta", R"({"delta":{"stop_reason":"end_turn"}})"}}),
              "incomplete");  // no end marker
    EXPECT_THAT(ended({kTextStart}), HasSubstr("an event before message_start"));
    EXPECT_THAT(ended({kMessageStart, kMessageStart}), HasSubstr("a second one"));
    EXPECT_THAT(ended({kMessageStart, kTextStart, kTextStart}), HasSubstr("within another"));
    EXPECT_THAT(ended({kMessageStart, kMessageStop}), HasSubstr("before message_delta"));
    EXPECT_THAT(ended({kMessageStart, {"message_delta", R"({"delta":{}})"}, kMessageStop}),
                HasSubstr("message_stop before message_delta"));
    EXPECT_THAT(ended({kMessageStart,
                       kTextStart,
                       {"message_delta", R"({"delta":{"stop_reason":"end_turn"}})"}}),
                HasSubstr("within a block"));
    EXPECT_THAT(ended({kMessageStart,
                       {"message_delta", R"({"delta":{"stop_reason":"end_turn"}})"},
                       kTextStart}),
                HasSubstr("a block after the end"));
    EXPECT_THAT(ended({kMessageStart, {"error", R"({"error":{"type":"overloaded_error"}})"}}),
                HasSubstr("an error within the stream"));
    EXPECT_THAT(ended({kMessageStart,
                       kTextStart,
                       {"content_block_delta",
                        R"({"delta":{"type":"input_json_delta","partial_json":"{"}})"}}),
                HasSubstr("in a block of another kind"));
    EXPECT_NE(ended({kMessageStart, {"content_block_start", "{"}}), "complete");
}

TEST(AnthropicAnswers, TakeFromABlockOnlyWhatItsTypeHas) {
    const auto heard =
        stream(AnthropicAnswer{},
               named({kMessageStart,
                      {"content_block_start",
                       R"({"content_block":{"type":"text","text":"a","thinking":"b","data":"c"}})"},
                      {"content_block_stop", "{}"},
                      {"message_delta", R"({"delta":{},"usage":{"output_tokens":2}})"},
                      {"message_delta", R"({"delta":{"stop_reason":"end_turn"}})"},
                      kMessageStop}));
    EXPECT_EQ(heard.ended, "complete");
    EXPECT_EQ(heard.reply.blocks, (std::vector<ReplyBlock>{{.text = "a"}}));
    EXPECT_EQ(heard.reply.usage, (TokenUsage{.input = 5, .output = 2}));
}

/// Source: Anthropic's API, "Prompt caching", "1-hour cache duration".
TEST(AnthropicAnswers, TellWhatACacheKeepsForAnHour) {
    const auto heard =
        stream(AnthropicAnswer{},
               named({{"message_start",
                       R"({"message":{"id":"m","usage":{"input_tokens":5,"output_tokens":1,
                    "cache_creation_input_tokens":7,"cache_creation":{
                    "ephemeral_5m_input_tokens":3,"ephemeral_1h_input_tokens":4}}}})"},
                      {"message_delta", R"({"delta":{"stop_reason":"end_turn"},"usage":{
                    "output_tokens":2,"cache_creation":null}})"},
                      kMessageStop}));
    EXPECT_EQ(heard.reply.usage,
              (TokenUsage{.input = 5, .output = 2, .cache_write = 7, .cache_write_hour = 4}));
}

constexpr std::pair<std::string_view, std::string_view> kStart{"messageStart",
                                                               R"({"role":"assistant"})"};
constexpr std::pair<std::string_view, std::string_view> kDelta{
    "contentBlockDelta", R"({"contentBlockIndex":0,"delta":{"text":"hi"}})"};
constexpr std::pair<std::string_view, std::string_view> kBlockStop{"contentBlockStop",
                                                                   R"({"contentBlockIndex":0})"};
constexpr std::pair<std::string_view, std::string_view> kEnd{"messageStop",
                                                             R"({"stopReason":"end_turn"})"};
constexpr std::pair<std::string_view, std::string_view> kMetadata{
    "metadata",
    R"({"usage":{"inputTokens":5,"outputTokens":2,"totalTokens":9,"cacheReadInputTokens":1,
        "cacheWriteInputTokens":1},"metrics":{"latencyMs":1}})"};

TEST(ConverseAnswers, TellTextReasoningAndToolsPieceByPiece) {
    const auto heard = stream(
        ConverseAnswer{},
        framed({kStart,
                {"contentBlockDelta",
                 R"({"contentBlockIndex":0,"delta":{"reasoningContent":{"text":"hm"}}})"},
                {"contentBlockDelta",
                 R"({"contentBlockIndex":0,"delta":{"reasoningContent":{"signature":"s"}}})"},
                kBlockStop,
                {"contentBlockDelta", R"({"contentBlockIndex":1,"delta":{"citation":{}}})"},
                {"contentBlockDelta", R"({"contentBlockIndex":1,"delta":{"text":"hi"}})"},
                {"contentBlockStop", R"({"contentBlockIndex":1})"},
                {"contentBlockStart",
                 R"({"contentBlockIndex":2,"start":{"toolUse":{"toolUseId":"t","name":"f"}}})"},
                {"contentBlockDelta",
                 R"({"contentBlockIndex":2,"delta":{"toolUse":{"input":"{\"a\":1}"}}})"},
                {"contentBlockStop", R"({"contentBlockIndex":2})"},
                {"messageStop", R"({"stopReason":"tool_use"})"},
                kMetadata}));
    EXPECT_EQ(heard.ended, "complete");
    const Reply expected{
        .blocks = {{.kind = BlockKind::reasoning, .text = "hm", .signature = "s"},
                   {.kind = BlockKind::text, .text = "hi"},
                   {.kind = BlockKind::tool_use, .text = R"({"a":1})", .id = "t", .name = "f"}},
        .stop_reason = StopReason::tool_use,
        .usage = {.input = 5, .output = 2, .cache_read = 1, .cache_write = 1}};
    EXPECT_EQ(heard.reply, expected);
}

/// Source: Bedrock Runtime API Reference, CacheDetail.
TEST(ConverseAnswers, TellWhatACacheKeepsForAnHour) {
    const auto usage_of = [](std::string_view details) {
        const auto metadata = fmt::format(R"({{"usage":{{"inputTokens":5,"outputTokens":2,)"
                                          R"("cacheWriteInputTokens":7,"cacheDetails":{}}}}})",
                                          details);
        return stream(ConverseAnswer{}, framed({kStart, kEnd, {"metadata", metadata}})).reply.usage;
    };
    TokenUsage expected{.input = 5, .output = 2, .cache_write = 7};
    EXPECT_EQ(usage_of("null"), expected);
    expected.cache_write_hour = 4;
    EXPECT_EQ(usage_of(R"([{"ttl":"1h","inputTokens":4},{"ttl":"5m","inputTokens":3}])"), expected);
    expected.cache_write_hour = 0;
    EXPECT_EQ(usage_of(R"([{"ttl":"5m","inputTokens":7}])"), expected);
}

TEST(ConverseAnswers, ThatBreakOffOrCannotBeAreNone) {
    const auto ended =
        [](std::initializer_list<std::pair<std::string_view, std::string_view>> events) {
            return stream(ConverseAnswer{}, framed(events)).ended;
        };
    EXPECT_EQ(ended({kStart, kDelta, kBlockStop, kEnd, kMetadata}), "complete");
    EXPECT_EQ(ended({kStart, kDelta, kBlockStop, kEnd}), "incomplete");  // nothing to meter by
    EXPECT_EQ(ended({kStart, kDelta, kBlockStop, kMetadata}), "incomplete");
    EXPECT_EQ(ended({}), "incomplete");
    EXPECT_THAT(ended({kDelta}), HasSubstr("an event before messageStart"));
    EXPECT_THAT(ended({kStart, kStart}), HasSubstr("a second messageStart"));
    EXPECT_THAT(ended({kStart, kDelta, kEnd}), HasSubstr("messageStop within a block"));
    EXPECT_THAT(ended({kStart, kEnd, kDelta}), HasSubstr("after messageStop"));
    EXPECT_THAT(ended({kStart,
                       kDelta,
                       {"contentBlockDelta", R"({"contentBlockIndex":1,"delta":{"text":"x"}})"}}),
                HasSubstr("within another block"));
    EXPECT_THAT(ended({kStart, kDelta, {"contentBlockStart", R"({"contentBlockIndex":1})"}}),
                HasSubstr("a block within another"));
    EXPECT_THAT(ended({kStart, kDelta, {"contentBlockStop", R"({"contentBlockIndex":3})"}}),
                HasSubstr("a block that is not open"));
    EXPECT_THAT(ended({kStart,
                       {"contentBlockDelta",
                        R"({"contentBlockIndex":0,"delta":{"toolUse":{"input":"{}"}}})"}}),
                HasSubstr("a block of another kind"));
    EXPECT_THAT(
        ended(
            {kStart,
             {"contentBlockDelta",
              R"({"contentBlockIndex":0,"delta":{"text":"x","reasoningContent":{"text":"y"}}})"}}),
        HasSubstr("a delta of several kinds"));
    EXPECT_THAT(ended({kStart, {"contentBlockDelta", R"({"delta":{"text":"x"}})"}}),
                HasSubstr("no contentBlockIndex"));
    EXPECT_THAT(ended({kStart, {"metadata", R"({"usage":{"inputTokens":1}})"}}),
                HasSubstr("no usage.outputTokens"));
    EXPECT_NE(ended({kStart, {"contentBlockDelta", "{"}}), "complete");
}

TEST(ConverseAnswers, ThatComeWholeMustHaveContentReasonAndUsage) {
    const auto ended = [](std::string_view body) { return whole(ConverseAnswer{}, body).ended; };
    EXPECT_EQ(ended(R"({"output":{"message":{"content":[{"text":"a"}]}},"stopReason":"end_turn",
                        "usage":{"inputTokens":1,"outputTokens":1}})"),
              "complete");
    EXPECT_THAT(ended(R"({"message":"no"})"), HasSubstr("no output.message.content or no usage"));
    EXPECT_THAT(ended(R"({"output":{"message":{"content":[]}},"usage":{}})"),
                HasSubstr("no stopReason"));
    EXPECT_THAT(ended(R"({"output":{"message":{"content":[]}},"stopReason":"x","usage":{}})"),
                HasSubstr("no usage.inputTokens"));
}

/// Bedrock tells so what a model cited documents for.
TEST(ConverseAnswers, WhatWasCitedIsSaidAllTheSame) {
    const auto heard = whole(ConverseAnswer{}, R"({"output":{"message":{"content":[{"text":"So: "},
        {"citationsContent":{"content":[{"text":"a "},{"text":"b"}],"citations":[{"title":"T"}]}}]}},
        "stopReason":"end_turn","usage":{"inputTokens":1,"outputTokens":1}})");
    EXPECT_EQ(heard.ended, "complete");
    EXPECT_EQ(heard.reply.blocks, (std::vector<ReplyBlock>{{.text = "So: "}, {.text = "a b"}}));
}

TEST(InvokeAnswers, HoldAnthropicsEventsInChunks) {
    const auto chunk = [](std::string_view json) {
        return R"({"bytes":")" + to_base64(as_bytes(json)) + R"(","p":"abc"})";
    };
    const auto start = chunk(
        R"({"type":"message_start","message":{"id":"m","usage":{"input_tokens":5,"output_tokens":1}}})");
    const auto delta = chunk(
        R"({"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":3}})");
    const auto stop = chunk(R"({"type":"message_stop","amazon-bedrock-invocationMetrics":{}})");
    const auto heard =
        stream(InvokeAnswer{}, framed({{"chunk", start}, {"chunk", delta}, {"chunk", stop}}));
    EXPECT_EQ(heard.ended, "complete");
    EXPECT_EQ(heard.reply.usage, (TokenUsage{.input = 5, .output = 3}));
    EXPECT_EQ(stream(InvokeAnswer{}, framed({{"chunk", start}, {"chunk", delta}})).ended,
              "incomplete");
    EXPECT_THAT(stream(InvokeAnswer{}, framed({{"chunk", R"({"bytes":"*"})"}})).ended,
                HasSubstr("a chunk without bytes"));
    EXPECT_THAT(stream(InvokeAnswer{}, framed({{"chunk", chunk("{}")}})).ended,
                HasSubstr("an event without type"));
}

// As if the upstream had answered so at once: whether to try again depends on it.
TEST(BedrockAnswers, TellErrorsWithinTheStream) {
    const auto fault_of = [](std::string_view type) {
        std::string bytes;
        wire::append_exception(bytes, type, R"({"message":"secret words"})");
        const auto heard = stream(ConverseAnswer{}, bytes);
        return fault_of_reading({ErrorKind::invalid, heard.ended, heard.name}, true);
    };
    constexpr std::pair<std::string_view, std::string_view> kNames[] = {
        {"throttlingException", "ThrottlingException"},
        {"modelTimeoutException", "ModelTimeoutException"},
        {"serviceUnavailableException", "ServiceUnavailableException"},
        {"internalServerException", "InternalServerException"},
        {"modelStreamErrorException", "ModelStreamErrorException"},
        {"strangeException", "ModelStreamErrorException"}};
    for (const auto& [type, name] : kNames) {
        const auto fault = fault_of(type);
        EXPECT_EQ(fault.error.name, name);
        EXPECT_TRUE(fault.may_pass);
        EXPECT_THAT(fault.detail,
                    HasSubstr(name == "ModelStreamErrorException" ? "`other`" : std::string{type}));
        EXPECT_EQ(fault.detail.find("secret"), std::string::npos);
        EXPECT_EQ(fault.error.message.find("secret"), std::string::npos);
    }
}

}  // namespace
}  // namespace licet::gateway
