// SPDX-License-Identifier: Apache-2.0
// What OpenAI's clients are sent, byte by byte.
#include "base/encoding.h"
#include "gateway/door.h"
#include "gateway/random_reply_test.h"
#include "wire/event_stream.h"
#include "wire/sse.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

namespace licet::gateway {
namespace {

using testing::HasSubstr;

const Reply kCallsATool{
    .id = "up",
    .blocks = {{.kind = BlockKind::reasoning, .text = "hm", .signature = "c2ln"},
               {.kind = BlockKind::text, .text = "Hé"},
               {.kind = BlockKind::tool_use, .text = R"({"x":1})", .id = "c1", .name = "f"}},
    .stop_reason = StopReason::tool_use,
    .usage = {.input = 5, .output = 7, .cache_read = 2, .cache_write = 1, .reasoning = 3}};

const Error kBroken{ErrorKind::unavailable, "it broke", "ModelStreamErrorException"};

AnswerFacts facts(bool usage_in_stream = true) {
    return {.request_id = "00-11",
            .model = "m",
            .started = from_epoch_ms(1'700'000'000'999),
            .usage_in_stream = usage_in_stream,
            .echoed = {{"tools", "[]"}}};
}

std::string whole_of(const Door& door, const Reply& reply) {
    net::Response response;
    door.writer(facts())->whole(response, reply, Milliseconds{5});
    return response.body;
}

std::string streamed(const Door& door, const Reply& reply, bool usage_in_stream = true) {
    const auto writer = door.writer(facts(usage_in_stream));
    std::string out;
    for (const auto& event : events_of(reply)) {
        writer->piece(out, {.events = {&event, 1}});
    }
    writer->finish(out, Milliseconds{5});
    return out;
}

/// The data of the events of a stream.
std::vector<std::string> data_of(std::string_view stream) {
    std::vector<std::string> out;
    wire::SseReader reader;
    EXPECT_TRUE(reader
                    .read(stream,
                          [&](std::string_view /*name*/, std::string_view data) -> Result<void> {
                              out.emplace_back(data);
                              return {};
                          })
                    .ok());
    EXPECT_TRUE(reader.at_rest());
    return out;
}

TEST(ChatWriting, AWholeAnswer) {
    EXPECT_EQ(
        whole_of(chat_door(), kCallsATool),
        R"({"id":"chatcmpl-00-11","object":"chat.completion","created":1700000000,)"
        R"("model":"m","choices":[{"index":0,"message":{"role":"assistant",)"
        R"("content":"Hé","refusal":null,"reasoning_content":"hm","thinking_blocks":)"
        R"([{"type":"thinking","thinking":"hm","signature":"c2ln"}],)"
        R"("tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{\"x\":1}"}}]},)"
        R"("logprobs":null,"finish_reason":"tool_calls"}],"usage":{"prompt_tokens":8,)"
        R"("completion_tokens":7,"total_tokens":15,"prompt_tokens_details":)"
        R"({"cached_tokens":2},"completion_tokens_details":{"reasoning_tokens":3}}})");
    Reply only_tool = kCallsATool;
    only_tool.blocks.erase(only_tool.blocks.begin(), only_tool.blocks.begin() + 2);
    EXPECT_THAT(whole_of(chat_door(), only_tool),
                HasSubstr(R"("content":null,"refusal":null,"to)"));
    EXPECT_THAT(whole_of(chat_door(), {}), HasSubstr(R"("content":"","refusal":null})"));
}

/// Anthropic's models take thoughts back only so.
TEST(ChatWriting, SignedThoughtsAreToldWhole) {
    const Reply reply{.blocks = {{.kind = BlockKind::reasoning, .text = "hm", .signature = "s"},
                                 {.kind = BlockKind::reasoning, .redacted = "AA=="},
                                 {.text = "yes"}}};
    EXPECT_THAT(whole_of(chat_door(), reply),
                HasSubstr(R"("reasoning_content":"hm","thinking_blocks":[{"type":"thinking",)"
                          R"("thinking":"hm","signature":"s"},)"
                          R"({"type":"redacted_thinking","data":"AA=="}]})"));
    const auto told = streamed(chat_door(), reply);
    EXPECT_THAT(told, HasSubstr(R"("delta":{"reasoning_content":"hm"})"));
    EXPECT_THAT(told, HasSubstr(R"("delta":{"thinking_blocks":[{"type":"thinking",)"
                                R"("thinking":"hm","signature":"s"}]})"));
    EXPECT_THAT(told, HasSubstr(R"("delta":{"thinking_blocks":[{"type":"redacted_thinking",)"
                                R"("data":"AA=="}]})"));
}

TEST(ChatWriting, EachReasonToStopHasAName) {
    const std::map<StopReason, std::string_view> names{
        {StopReason::end_turn, "stop"},
        {StopReason::max_tokens, "length"},
        {StopReason::stop_sequence, "stop"},
        {StopReason::tool_use, "tool_calls"},
        {StopReason::content_filtered, "content_filter"},
        {StopReason::guardrail_intervened, "content_filter"},
        {StopReason::refusal, "content_filter"},
        {StopReason::pause_turn, "stop"},
        {StopReason::context_window_exceeded, "length"}};
    for (const auto& [reason, name] : names) {
        EXPECT_THAT(whole_of(chat_door(), {.stop_reason = reason}),
                    HasSubstr(fmt::format(R"("finish_reason":"{}")", name)));
    }
}

TEST(ChatWriting, AStreamedAnswer) {
    const auto chunk = [](std::string_view delta, std::string_view finish = "null") {
        return fmt::format(R"(data: {{"id":"chatcmpl-00-11","object":"chat.completion.chunk",)"
                           R"("created":1700000000,"model":"m","choices":[{{"index":0,"delta":{},)"
                           R"("logprobs":null,"finish_reason":{}}}]}})",
                           delta, finish) +
               "\n\n";
    };
    const auto pieces =
        chunk(R"({"role":"assistant","content":""})") + chunk(R"({"reasoning_content":"hm"})") +
        chunk(R"({"thinking_blocks":[{"type":"thinking","thinking":"hm","signature":"c2ln"}]})") +
        chunk(R"({"content":"Hé"})") +
        chunk(R"({"tool_calls":[{"index":0,"id":"c1","type":"function",)"
              R"("function":{"name":"f","arguments":""}}]})") +
        chunk(R"({"tool_calls":[{"index":0,"function":{"arguments":"{\"x\":1}"}}]})") +
        chunk("{}", R"("tool_calls")");
    const std::string usage =
        R"(data: {"id":"chatcmpl-00-11","object":"chat.completion.chunk","created":1700000000,)"
        R"("model":"m","choices":[],"usage":{"prompt_tokens":8,"completion_tokens":7,)"
        R"("total_tokens":15,"prompt_tokens_details":{"cached_tokens":2},)"
        R"("completion_tokens_details":{"reasoning_tokens":3}}})"
        "\n\n";
    EXPECT_EQ(streamed(chat_door(), kCallsATool), pieces + usage + "data: [DONE]\n\n");
    EXPECT_EQ(streamed(chat_door(), kCallsATool, false), pieces + "data: [DONE]\n\n");
    std::string failed;
    chat_door().writer(facts())->fail(failed, kBroken);
    EXPECT_EQ(failed, R"(data: {"error":{"message":"it broke","type":"server_error","param":null,)"
                      R"("code":"ModelStreamErrorException"}})"
                      "\n\n");
}

/// An upstream of the same language says a chunk with text, then one with usage alone.
std::string passed_on(bool usage_in_stream) {
    const auto writer = chat_door().writer(facts(usage_in_stream));
    const ReplyEvent text{.kind = ReplyEvent::Kind::text, .text = "a"};
    const ReplyEvent usage{.kind = ReplyEvent::Kind::usage, .usage = {.input = 9}};
    std::string out;
    const auto say = [&](const ReplyEvent& event, std::string_view raw) {
        writer->piece(out, {.events = {&event, 1}, .raw = raw, .dialect = Dialect::openai_chat});
    };
    say(text, R"({"theirs":1})");
    say(usage, R"({"usage":{}})");
    writer->finish(out, Milliseconds{5});
    return out;
}

TEST(ChatWriting, ChunksOfTheSameLanguageGoOutAsTheyCame) {
    EXPECT_EQ(passed_on(true), "data: {\"theirs\":1}\n\ndata: {\"usage\":{}}\n\ndata: [DONE]\n\n");
    EXPECT_EQ(passed_on(false), "data: {\"theirs\":1}\n\ndata: [DONE]\n\n");
}

// A server may answer in one where it was asked for a stream; what a guardrail made has no bytes.
TEST(ChatWriting, WhatIsNoChunkIsWrittenAnew) {
    const auto events = events_of(kCallsATool);
    for (const auto& frame : {Frame{.events = events,
                             .raw = R"({"theirs":1})",
                             .dialect = Dialect::openai_chat,
                             .whole = true},
                              Frame{.events = events, .dialect = Dialect::openai_chat}}) {
        const auto writer = chat_door().writer(facts());
        std::string out;
        writer->piece(out, frame);
        writer->finish(out, Milliseconds{5});
        EXPECT_EQ(out, streamed(chat_door(), kCallsATool));
    }
}

TEST(ChatWriting, AToolThatTakesNothingIsCalledWithAnObject) {
    const auto writer = chat_door().writer(facts());
    std::string out;
    for (const ReplyEvent& event :
         {ReplyEvent{.kind = ReplyEvent::Kind::block_start, .block_kind = BlockKind::tool_use},
          ReplyEvent{.kind = ReplyEvent::Kind::block_stop}}) {
        writer->piece(out, {.events = {&event, 1}});
    }
    const auto chunks = data_of(out);
    ASSERT_EQ(chunks.size(), 2U);
    EXPECT_THAT(chunks[1], HasSubstr(R"("function":{"arguments":"{}"})"));
}

TEST(ChatWriting, InvokeModelFramesTheSameChunks) {
    std::string expected;
    auto chunks = data_of(streamed(chat_door(), kCallsATool));
    chunks.back() =  // in place of the end marker
        R"({"id":"chatcmpl-00-11","object":"chat.completion.chunk","created":1700000000,)"
        R"("model":"m","choices":[],"amazon-bedrock-invocationMetrics":{"inputTokenCount":5,)"
        R"("outputTokenCount":7,"cacheReadInputTokenCount":2,"cacheWriteInputTokenCount":1,)"
        R"("invocationLatency":5}})";
    for (const auto& chunk : chunks) {
        wire::append_event(expected, "chunk", "{\"bytes\":\"" + to_base64(as_bytes(chunk)) + "\"}");
    }
    EXPECT_EQ(streamed(invoke_chat_door(), kCallsATool), expected);
    EXPECT_EQ(invoke_chat_door().writer(facts())->stream_type(), wire::kEventStreamType);
    net::Response response;
    invoke_chat_door().writer(facts())->whole(response, kCallsATool, Milliseconds{5});
    EXPECT_EQ(response.body, whole_of(chat_door(), kCallsATool));
    EXPECT_EQ(response.headers.find("x-amzn-bedrock-input-token-count"), "5");
    EXPECT_EQ(response.headers.find("x-amzn-bedrock-output-token-count"), "7");
    EXPECT_EQ(response.headers.find("x-amzn-bedrock-invocation-latency"), "5");
    std::string failed;
    invoke_chat_door().writer(facts())->fail(failed, kBroken);
    EXPECT_THAT(failed, HasSubstr("modelStreamErrorException"));
}

constexpr std::string_view kOutput =
    R"("output":[{"id":"rs_0011_0","type":"reasoning","summary":[{"type":"summary_text",)"
    R"("text":"hm"}],"encrypted_content":"c2ln"},{"id":"msg_0011_1","type":"message",)"
    R"("status":"completed","role":"assistant","content":[{"type":"output_text","text":"Hé",)"
    R"("annotations":[],"logprobs":[]}]},{"id":"fc_0011_2","type":"function_call",)"
    R"("status":"completed","call_id":"c1","name":"f","arguments":"{\"x\":1}"}])";

std::string response_object(std::string_view status, std::string_view output,
                            std::string_view usage) {
    return fmt::format(
        R"({{"id":"resp_0011","object":"response","created_at":1700000000,"status":"{}",)"
        R"("background":false,"error":null,"incomplete_details":null,"model":"m",{},)"
        R"("previous_response_id":null,"store":false,"truncation":"disabled","tools":[],)"
        R"("usage":{}}})",
        status, output, usage);
}

constexpr std::string_view kUsage =
    R"({"input_tokens":8,"input_tokens_details":{"cached_tokens":2},"output_tokens":7,)"
    R"("output_tokens_details":{"reasoning_tokens":3},"total_tokens":15})";

TEST(ResponsesWriting, AWholeAnswer) {
    EXPECT_EQ(whole_of(responses_door(), kCallsATool),
              response_object("completed", kOutput, kUsage));
    EXPECT_THAT(whole_of(responses_door(), {.stop_reason = StopReason::max_tokens}),
                HasSubstr(R"("status":"incomplete","background":false,"error":null,)"
                          R"("incomplete_details":{"reason":"max_output_tokens"})"));
    EXPECT_THAT(whole_of(responses_door(), {.stop_reason = StopReason::guardrail_intervened}),
                HasSubstr(R"("incomplete_details":{"reason":"content_filter"})"));
    EXPECT_THAT(whole_of(responses_door(),
                         {.blocks = {{.kind = BlockKind::reasoning, .redacted = "AAAA"}}}),
                HasSubstr(R"("summary":[],"encrypted_content":"AAAA"})"));
}

TEST(ResponsesWriting, AStreamedAnswer) {
    int number = 0;
    const auto event = [&](std::string_view type, std::string_view more) {
        return fmt::format("event: {}\ndata: {{\"type\":\"{}\",\"sequence_number\":{},{}}}\n\n",
                           type, type, number++, more);
    };
    const auto begun = R"("response":)" + response_object("in_progress", R"("output":[])", "null");
    const std::string rs = R"("item_id":"rs_0011_0","output_index":0)";
    const std::string msg = R"("item_id":"msg_0011_1","output_index":1)";
    const std::string fc = R"("item_id":"fc_0011_2","output_index":2)";
    const std::string part = R"({"type":"output_text","text":"Hé","annotations":[],"logprobs":[]})";
    std::string expected = event("response.created", begun);
    expected += event("response.in_progress", begun);
    expected += event("response.output_item.added",
                      R"("output_index":0,"item":{"id":"rs_0011_0","type":"reasoning",)"
                      R"("summary":[]})");
    expected += event("response.reasoning_summary_part.added",
                      rs + R"(,"summary_index":0,"part":{"type":"summary_text","text":""})");
    expected +=
        event("response.reasoning_summary_text.delta", rs + R"(,"summary_index":0,"delta":"hm")");
    expected +=
        event("response.reasoning_summary_text.done", rs + R"(,"summary_index":0,"text":"hm")");
    expected += event("response.reasoning_summary_part.done",
                      rs + R"(,"summary_index":0,"part":{"type":"summary_text","text":"hm"})");
    expected += event("response.output_item.done",
                      R"("output_index":0,"item":{"id":"rs_0011_0","type":"reasoning",)"
                      R"("summary":[{"type":"summary_text","text":"hm"}],)"
                      R"("encrypted_content":"c2ln"})");
    expected += event("response.output_item.added",
                      R"("output_index":1,"item":{"id":"msg_0011_1","type":"message",)"
                      R"("status":"in_progress","role":"assistant","content":[]})");
    expected += event("response.content_part.added",
                      msg + R"(,"content_index":0,"part":{"type":"output_text","text":"",)"
                            R"("annotations":[],"logprobs":[]})");
    expected += event("response.output_text.delta",
                      msg + R"(,"content_index":0,"delta":"Hé","logprobs":[])");
    expected +=
        event("response.output_text.done", msg + R"(,"content_index":0,"text":"Hé","logprobs":[])");
    expected += event("response.content_part.done", msg + R"(,"content_index":0,"part":)" + part);
    expected += event("response.output_item.done",
                      R"("output_index":1,"item":{"id":"msg_0011_1","type":"message",)"
                      R"("status":"completed","role":"assistant","content":[)" +
                          part + "]}");
    expected += event("response.output_item.added",
                      R"("output_index":2,"item":{"id":"fc_0011_2","type":"function_call",)"
                      R"("status":"in_progress","call_id":"c1","name":"f","arguments":""})");
    expected += event("response.function_call_arguments.delta", fc + R"(,"delta":"{\"x\":1}")");
    expected += event("response.function_call_arguments.done",
                      fc + R"(,"name":"f","arguments":"{\"x\":1}")");
    expected += event("response.output_item.done",
                      R"("output_index":2,"item":{"id":"fc_0011_2","type":"function_call",)"
                      R"("status":"completed","call_id":"c1","name":"f",)"
                      R"("arguments":"{\"x\":1}"})");
    expected += event("response.completed",
                      R"("response":)" + response_object("completed", kOutput, kUsage));
    EXPECT_EQ(streamed(responses_door(), kCallsATool), expected);
}

TEST(ResponsesWriting, AnErrorWithinAStreamIsToldAsClientsLookForIt) {
    const auto writer = responses_door().writer(facts());
    std::string out;
    const ReplyEvent start{.kind = ReplyEvent::Kind::start};
    writer->piece(out, {.events = {&start, 1}});
    out.clear();
    writer->fail(out, kBroken);
    const auto events = data_of(out);
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(events[0],
              R"({"type":"error","sequence_number":2,"code":"ModelStreamErrorException",)"
              R"("message":"it broke","param":null,"error":{"message":"it broke",)"
              R"("type":"server_error","param":null,"code":"ModelStreamErrorException"}})");
    EXPECT_THAT(events[1], HasSubstr(R"("status":"failed","background":false,"error":)"
                                     R"({"code":"server_error","message":"it broke"})"));
}

// Clients take the last event for all of the answer: it must be what they would have got whole.
TEST(ResponsesWriting, TheLastEventIsTheWholeAnswer) {
    SeededRandom random{20260103};
    for (int round = 0; round < 300; ++round) {
        const auto reply = random_reply(random);
        const auto events = data_of(streamed(responses_door(), reply));
        JsonReader reader;
        std::map<std::int64_t, std::string> texts;  // what the pieces of each item add up to
        for (std::size_t i = 0; i < events.size(); ++i) {
            const auto event = reader.parse(events[i], JsonReader::Padding::absent);
            ASSERT_EQ(*event->find("sequence_number")->integer(0, 1'000),
                      static_cast<std::int64_t>(i));
            if (const auto delta = event->find("delta")) {
                texts[*event->find("output_index")->integer(0, 9)] += *delta->text();
            }
        }
        const auto last = reader.parse(events.back(), JsonReader::Padding::absent);
        ASSERT_EQ(last->find("response")->minified(), whole_of(responses_door(), reply)) << round;
        ASSERT_EQ(texts.size(), reply.blocks.size());
        for (const auto& [index, text] : texts) {
            ASSERT_EQ(text, reply.blocks[static_cast<std::size_t>(index)].text) << round;
        }
    }
}

}  // namespace
}  // namespace licet::gateway
