// SPDX-License-Identifier: Apache-2.0
// What clients of Bedrock Runtime and of Anthropic's API are sent, byte by byte.
#include "base/encoding.h"
#include "gateway/door.h"
#include "wire/event_stream.h"
#include "wire/sse.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace licet::gateway {
namespace {

using testing::HasSubstr;
using testing::Not;

const Reply kThinksAndCalls{
    .id = "up",
    .blocks = {{.kind = BlockKind::reasoning, .text = "hm", .signature = "sig"},
               {.kind = BlockKind::reasoning, .redacted = "AAAA"},
               {.kind = BlockKind::text, .text = "Hé\n"},
               {.kind = BlockKind::text},
               {.kind = BlockKind::tool_use, .text = R"({"x":1})", .id = "c1", .name = "f"}},
    .stop_reason = StopReason::tool_use,
    .usage = {.input = 5, .output = 7, .cache_read = 2, .cache_write = 1, .reasoning = 3}};

AnswerFacts facts() {
    return {.request_id = "00-11", .model = "m", .started = {}};
}

net::Response whole_of(const Door& door, const Reply& reply, AnswerFacts told = facts()) {
    net::Response response;
    door.writer(std::move(told))->whole(response, reply, Milliseconds{5});
    return response;
}

std::string streamed(const Door& door, const Reply& reply, AnswerFacts told = facts()) {
    const auto writer = door.writer(std::move(told));
    std::string out;
    for (const auto& event : events_of(reply)) {
        writer->piece(out, {.events = {&event, 1}});
    }
    writer->finish(out, Milliseconds{5});
    return out;
}

std::string failed(const Door& door, ErrorKind kind, std::string name) {
    std::string out;
    door.writer(facts())->fail(out, Error{kind, "it broke", std::move(name)});
    return out;
}

struct Sent {
    std::string_view name;
    std::string json;
};

std::string as_events(const std::vector<Sent>& all) {
    std::string out;
    for (const auto& one : all) {
        wire::append_event(out, one.name, one.json);
    }
    return out;
}

std::string as_chunks(const std::vector<Sent>& all) {
    std::string out;
    for (const auto& one : all) {
        wire::append_event(out, "chunk",
                           fmt::format(R"({{"bytes":"{}"}})", to_base64(as_bytes(one.json))));
    }
    return out;
}

std::string as_sse(const std::vector<Sent>& all) {
    std::string out;
    for (const auto& one : all) {
        wire::append_sse(out, one.name, one.json);
    }
    return out;
}

TEST(ConverseWriting, AWholeAnswer) {
    EXPECT_EQ(whole_of(converse_door(), kThinksAndCalls).body,
              R"({"output":{"message":{"role":"assistant","content":[)"
              R"({"reasoningContent":{"reasoningText":{"text":"hm","signature":"sig"}}},)"
              R"({"reasoningContent":{"redactedContent":"AAAA"}},{"text":"Hé\n"},)"
              R"({"toolUse":{"toolUseId":"c1","name":"f","input":{"x":1}}}]}},)"
              R"("stopReason":"tool_use","usage":{"inputTokens":5,"outputTokens":7,)"
              R"("totalTokens":15,"cacheReadInputTokens":2,"cacheWriteInputTokens":1},)"
              R"("metrics":{"latencyMs":5}})");
    EXPECT_EQ(whole_of(converse_door(), {}).body,
              R"({"output":{"message":{"role":"assistant","content":[]}},)"
              R"("stopReason":"end_turn","usage":{"inputTokens":0,"outputTokens":0,)"
              R"("totalTokens":0},"metrics":{"latencyMs":5}})");
}

/// Bedrock begins only blocks of tools by an event of their own.
TEST(ConverseWriting, AStream) {
    EXPECT_EQ(
        streamed(converse_door(), kThinksAndCalls),
        as_events(
            {{"messageStart", R"({"role":"assistant"})"},
             {"contentBlockDelta",
              R"({"delta":{"reasoningContent":{"text":"hm"}},"contentBlockIndex":0})"},
             {"contentBlockDelta",
              R"({"delta":{"reasoningContent":{"signature":"sig"}},"contentBlockIndex":0})"},
             {"contentBlockStop", R"({"contentBlockIndex":0})"},
             {"contentBlockDelta", R"({"delta":{"reasoningContent":{"redactedContent":"AAAA"}},)"
                                   R"("contentBlockIndex":1})"},
             {"contentBlockStop", R"({"contentBlockIndex":1})"},
             {"contentBlockDelta", R"({"delta":{"text":"Hé\n"},"contentBlockIndex":2})"},
             {"contentBlockStop", R"({"contentBlockIndex":2})"},
             {"contentBlockStop", R"({"contentBlockIndex":3})"},
             {"contentBlockStart",
              R"({"start":{"toolUse":{"toolUseId":"c1","name":"f"}},"contentBlockIndex":4})"},
             {"contentBlockDelta",
              R"({"delta":{"toolUse":{"input":"{\"x\":1}"}},"contentBlockIndex":4})"},
             {"contentBlockStop", R"({"contentBlockIndex":4})"},
             {"messageStop", R"({"stopReason":"tool_use"})"},
             {"metadata", R"({"usage":{"inputTokens":5,"outputTokens":7,"totalTokens":15,)"
                          R"("cacheReadInputTokens":2,"cacheWriteInputTokens":1},)"
                          R"("metrics":{"latencyMs":5}})"}}));
}

TEST(ConverseWriting, TheStopSequenceIsToldToWhoAsksForIt) {
    const Reply stopped{.stop_reason = StopReason::stop_sequence, .stop_sequence = "END"};
    auto asks = facts();
    asks.echoed = {{"/stop_sequence", "null"}, {"/delta/stop_sequence", "null"}};
    constexpr std::string_view kTold =
        R"("stopReason":"stop_sequence","additionalModelResponseFields":)"
        R"({"stop_sequence":"END","delta":{"stop_sequence":"END"}})";
    EXPECT_THAT(whole_of(converse_door(), stopped, asks).body, HasSubstr(kTold));
    EXPECT_THAT(streamed(converse_door(), stopped, asks), HasSubstr(kTold));
    EXPECT_THAT(streamed(converse_door(), stopped), Not(HasSubstr("additional")));
    EXPECT_THAT(streamed(converse_door(), {}, asks), Not(HasSubstr("additional")));
}

TEST(ConverseWriting, WhatItsOwnUpstreamSaysGoesOutAsItCame) {
    const auto writer = converse_door().writer(facts());
    std::string out;
    const ReplyEvent start{.kind = ReplyEvent::Kind::start};
    const ReplyEvent usage{.kind = ReplyEvent::Kind::usage, .usage = {.input = 3, .output = 4}};
    writer->piece(out, {.events = {&start, 1},
                        .raw = R"({"role":"assistant","p":"abc"})",
                        .name = "messageStart",
                        .dialect = Dialect::converse});
    writer->piece(out, {.raw = R"({"delta":{"citation":{}},"contentBlockIndex":0})",
                        .name = "contentBlockDelta",
                        .dialect = Dialect::converse});
    writer->piece(out, {.events = {&usage, 1},
                        .raw = R"({"usage":{},"metrics":{"latencyMs":1}})",
                        .name = "metadata",
                        .dialect = Dialect::converse});
    writer->finish(out, Milliseconds{5});
    EXPECT_EQ(
        out, as_events({{"messageStart", R"({"role":"assistant","p":"abc"})"},
                        {"contentBlockDelta", R"({"delta":{"citation":{}},"contentBlockIndex":0})"},
                        {"metadata", R"({"usage":{"inputTokens":3,"outputTokens":4,)"
                                     R"("totalTokens":7},"metrics":{"latencyMs":5}})"}}));
    std::string made;  // a whole answer is no part of a stream
    converse_door().writer(facts())->piece(
        made, {.events = {&start, 1}, .raw = "{}", .dialect = Dialect::converse, .whole = true});
    EXPECT_EQ(made, as_events({{"messageStart", R"({"role":"assistant"})"}}));
}

TEST(ConverseWriting, EveryReasonToStopHasItsName) {
    constexpr std::pair<StopReason, std::string_view> kNames[] = {
        {StopReason::end_turn, "end_turn"},
        {StopReason::max_tokens, "max_tokens"},
        {StopReason::stop_sequence, "stop_sequence"},
        {StopReason::tool_use, "tool_use"},
        {StopReason::content_filtered, "content_filtered"},
        {StopReason::guardrail_intervened, "guardrail_intervened"},
        {StopReason::refusal, "content_filtered"},
        {StopReason::pause_turn, "end_turn"},
        {StopReason::context_window_exceeded, "model_context_window_exceeded"}};
    for (const auto& [reason, name] : kNames) {
        EXPECT_THAT(whole_of(converse_door(), {.stop_reason = reason}).body,
                    HasSubstr(fmt::format(R"("stopReason":"{}")", name)));
    }
}

/// Of both sorts of streams. Source: Bedrock Runtime API Reference, ConverseStreamOutput and
/// ResponseStream.
TEST(BedrockWriting, AnErrorEndsAStreamAsAnException) {
    const auto exception = [](std::string_view type) {
        std::string out;
        wire::append_exception(out, type, R"({"message":"it broke"})");
        return out;
    };
    for (const auto* door : {&converse_door(), &invoke_door()}) {
        const auto expect = [&](ErrorKind kind, std::string name, std::string_view type) {
            EXPECT_EQ(failed(*door, kind, std::move(name)), exception(type)) << type;
        };
        expect(ErrorKind::unavailable, "ModelStreamErrorException", "modelStreamErrorException");
        expect(ErrorKind::unavailable, "ServiceUnavailableException",
               "serviceUnavailableException");
        expect(ErrorKind::exhausted, "ThrottlingException", "throttlingException");
        expect(ErrorKind::invalid, "", "validationException");
        expect(ErrorKind::denied, "", "validationException");
    }
    EXPECT_THAT(failed(converse_door(), ErrorKind::internal, ""),
                HasSubstr("internalServerException"));
}

const char* const kWholeMessage =
    R"("type":"message","role":"assistant","model":"m","content":[)"
    R"({"type":"thinking","thinking":"hm","signature":"sig"},)"
    R"({"type":"redacted_thinking","data":"AAAA"},{"type":"text","text":"Hé\n"},)"
    R"({"type":"tool_use","id":"c1","name":"f","input":{"x":1}}],)"
    R"("stop_reason":"tool_use","stop_sequence":null,"usage":{"input_tokens":5,)"
    R"("cache_creation_input_tokens":1,"cache_read_input_tokens":2,"output_tokens":7}})";

/// All but the last two.
std::vector<Sent> events_of_message(std::string_view id) {
    return {
        {"message_start",
         fmt::format(R"({{"type":"message_start","message":{{"id":"{}","type":"message",)"
                     R"("role":"assistant","model":"m","content":[],"stop_reason":null,)"
                     R"("stop_sequence":null,"usage":{{"input_tokens":0,"output_tokens":0}}}}}})",
                     id)},
        {"content_block_start",
         R"({"type":"content_block_start","index":0,"content_block":{"type":"thinking",)"
         R"("thinking":"","signature":""}})"},
        {"content_block_delta", R"({"type":"content_block_delta","index":0,)"
                                R"("delta":{"type":"thinking_delta","thinking":"hm"}})"},
        {"content_block_delta", R"({"type":"content_block_delta","index":0,)"
                                R"("delta":{"type":"signature_delta","signature":"sig"}})"},
        {"content_block_stop", R"({"type":"content_block_stop","index":0})"},
        {"content_block_start", R"({"type":"content_block_start","index":1,"content_block":{)"
                                R"("type":"redacted_thinking","data":"AAAA"}})"},
        {"content_block_stop", R"({"type":"content_block_stop","index":1})"},
        {"content_block_start",
         R"({"type":"content_block_start","index":2,"content_block":{"type":"text","text":""}})"},
        {"content_block_delta", R"({"type":"content_block_delta","index":2,)"
                                R"("delta":{"type":"text_delta","text":"Hé\n"}})"},
        {"content_block_stop", R"({"type":"content_block_stop","index":2})"},
        {"content_block_start",
         R"({"type":"content_block_start","index":3,"content_block":{"type":"text","text":""}})"},
        {"content_block_stop", R"({"type":"content_block_stop","index":3})"},
        {"content_block_start",
         R"({"type":"content_block_start","index":4,"content_block":{"type":"tool_use",)"
         R"("id":"c1","name":"f","input":{}}})"},
        {"content_block_delta",
         R"({"type":"content_block_delta","index":4,)"
         R"("delta":{"type":"input_json_delta","partial_json":"{\"x\":1}"}})"},
        {"content_block_stop", R"({"type":"content_block_stop","index":4})"},
        {"message_delta",
         R"({"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},)"
         R"("usage":{"input_tokens":5,"cache_creation_input_tokens":1,)"
         R"("cache_read_input_tokens":2,"output_tokens":7}})"}};
}

TEST(MessagesWriting, AWholeAnswer) {
    EXPECT_EQ(whole_of(messages_door(), kThinksAndCalls).body,
              fmt::format(R"({{"id":"msg_0011",{})", kWholeMessage));
    EXPECT_THAT(whole_of(messages_door(),
                         {.stop_reason = StopReason::stop_sequence, .stop_sequence = "END"})
                    .body,
                HasSubstr(R"("content":[],"stop_reason":"stop_sequence","stop_sequence":"END")"));
}

TEST(MessagesWriting, AStream) {
    auto all = events_of_message("msg_0011");
    all.push_back({"message_stop", R"({"type":"message_stop"})"});
    EXPECT_EQ(streamed(messages_door(), kThinksAndCalls), as_sse(all));
}

TEST(MessagesWriting, AnErrorEndsAStream) {
    EXPECT_EQ(failed(messages_door(), ErrorKind::unavailable, "ModelStreamErrorException"),
              as_sse({{"error", R"({"type":"error","error":{"type":"api_error",)"
                                R"("message":"it broke"},"request_id":"00-11"})"}}));
}

TEST(InvokeWriting, AWholeAnswerHasItsCostInHeaders) {
    const auto response = whole_of(invoke_door(), kThinksAndCalls);
    EXPECT_EQ(response.body, fmt::format(R"({{"id":"msg_bdrk_0011",{})", kWholeMessage));
    std::string headers;
    for (const auto& header : response.headers) {
        headers += fmt::format("{}={} ", header.name, header.value);
    }
    EXPECT_EQ(headers,
              "x-amzn-bedrock-input-token-count=5 x-amzn-bedrock-output-token-count=7 "
              "x-amzn-bedrock-cache-read-input-token-count=2 "
              "x-amzn-bedrock-cache-write-input-token-count=1 "
              "x-amzn-bedrock-invocation-latency=5 ");
}

TEST(InvokeWriting, AStreamIsOfChunksAndEndsWithItsCost) {
    auto all = events_of_message("msg_bdrk_0011");
    all.push_back({"message_stop",
                   R"({"type":"message_stop","amazon-bedrock-invocationMetrics":{)"
                   R"("inputTokenCount":5,"outputTokenCount":7,"cacheReadInputTokenCount":2,)"
                   R"("cacheWriteInputTokenCount":1,"invocationLatency":5}})"});
    EXPECT_EQ(streamed(invoke_door(), kThinksAndCalls), as_chunks(all));
}

/// Pings are for Anthropic's own clients only.
TEST(AnthropicWriting, WhatItsOwnUpstreamSaysGoesOutAsItCame) {
    const ReplyEvent usage{.kind = ReplyEvent::Kind::usage, .usage = {.input = 3, .output = 4}};
    const std::vector<Sent> said{{"message_start", R"({"type":"message_start","x": 1})"},
                                 {"ping", R"({"type":"ping"})"},
                                 {"message_delta", R"({"type":"message_delta","x": 2})"},
                                 {"message_stop", R"({"type":"message_stop","x": 3})"}};
    const auto told = [&](const Door& door) {
        const auto writer = door.writer(facts());
        std::string out;
        for (const auto& one : said) {
            writer->piece(out, {.events = {&usage, one.name == "message_delta" ? 1U : 0U},
                                .raw = one.json,
                                .name = one.name,
                                .dialect = Dialect::anthropic});
        }
        writer->finish(out, Milliseconds{5});
        return out;
    };
    EXPECT_EQ(told(messages_door()), as_sse(said));
    EXPECT_EQ(told(invoke_door()),
              as_chunks({said[0],
                         said[2],
                         {"message_stop",
                          R"({"type":"message_stop","amazon-bedrock-invocationMetrics":{)"
                          R"("inputTokenCount":3,"outputTokenCount":4,"invocationLatency":5}})"}}));
}

}  // namespace
}  // namespace licet::gateway
