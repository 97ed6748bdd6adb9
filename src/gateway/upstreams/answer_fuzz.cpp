// SPDX-License-Identifier: Apache-2.0
// The first byte says whose answer the rest is and in what pieces it comes. Whatever the pieces,
// the outcome must be the same, and what is understood must keep the promises of reply.h. Streams
// of events with checksums, which no fuzzer guesses, are given as lines.
#include "base/check.h"
#include "base/encoding.h"
#include "base/json_mutator_fuzz.h"
#include "gateway/upstreams/anthropic_answer.h"
#include "gateway/upstreams/bedrock_upstream.h"
#include "gateway/upstreams/converse_answer.h"
#include "gateway/upstreams/openai_answer.h"
#include "gateway/upstreams/responses_answer.h"
#include "wire/event_stream.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

using namespace licet;
using namespace licet::gateway;

namespace {

using Kind = ReplyEvent::Kind;
using namespace std::string_view_literals;

constexpr unsigned kConverse = 2;
constexpr unsigned kInvoke = 4;
constexpr Dialect kMakers[] = {Dialect::amazon_nova,       Dialect::cohere_chat,
                               Dialect::amazon_titan_text, Dialect::meta_llama,
                               Dialect::mistral_text,      Dialect::deepseek_text};
constexpr unsigned kReaders = kInvoke + 1 + std::size(kMakers);

/// Each begins with the byte that says whose it is, whole or in pieces of eight bytes.
constexpr std::array kSamples = {
    "\0"
    R"({"id":"c","choices":[{"message":{"content":"a","reasoning":"r","tool_calls":[{"id":"t",)"
    R"("function":{"name":"f","arguments":"{}"}}]},"finish_reason":"tool_calls"}],"usage":)"
    R"({"prompt_tokens":9,"completion_tokens":4,"prompt_tokens_details":{"cached_tokens":1}}})"sv,
    "\1"
    R"({"id":"m","content":[{"type":"thinking","thinking":"t","signature":"s"},{"type":"text",)"
    R"("text":"a"},{"type":"tool_use","id":"t","name":"f","input":{}}],"stop_reason":"end_turn",)"
    R"("usage":{"input_tokens":5,"output_tokens":1,"cache_read_input_tokens":1}})"sv,
    "\2"
    R"({"output":{"message":{"content":[{"text":"a"},{"reasoningContent":{"reasoningText":)"
    R"({"text":"t","signature":"s"}}},{"toolUse":{"toolUseId":"t","name":"f","input":{}}}]}},)"
    R"("stopReason":"end_turn","usage":{"inputTokens":5,"outputTokens":2,"totalTokens":7}})"sv,
    "\3"
    R"({"id":"r","status":"completed","output":[{"type":"reasoning","summary":[{"text":"t"}]},)"
    R"({"type":"message","content":[{"type":"output_text","text":"a"},{"type":"refusal",)"
    R"("refusal":"n"}]},{"type":"function_call","call_id":"t","name":"f","arguments":"{}"}],)"
    R"("usage":{"input_tokens":5,"output_tokens":2}})"sv,
    "Xdata: "
    R"({"id":"c","choices":[{"delta":{"role":"assistant","reasoning":"hm"}}]})"
    "\n\ndata: "
    R"({"id":"c","choices":[{"index":0,"delta":{"content":"a"}}]})"
    "\n\ndata: "
    R"({"id":"c","choices":[{"index":0,"delta":{"content":"\u00e9b"}}]})"
    "\n\ndata: "
    R"({"choices":[{"delta":{"tool_calls":[{"index":0,"id":"t","function":{"name":"f"}}]}}]})"
    "\n\ndata: "
    R"({"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{}"}}]}}]})"
    "\n\ndata: "
    R"({"choices":[{"delta":{},"finish_reason":"tool_calls"}]})"
    "\n\ndata: "
    R"({"choices":[],"usage":{"prompt_tokens":9,"completion_tokens":4}})"
    "\n\ndata: [DONE]\n\n"sv,
    "Yevent: message_start\ndata: "
    R"({"type":"message_start","message":{"id":"m","usage":{"input_tokens":5,"output_tokens":1}}})"
    "\n\nevent: content_block_start\ndata: "
    R"({"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}})"
    "\n\nevent: content_block_delta\ndata: "
    R"({"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"hi"}})"
    "\n\nevent: content_block_stop\ndata: "
    R"({"type":"content_block_stop","index":0})"
    "\n\nevent: message_delta\ndata: "
    R"({"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":2}})"
    "\n\nevent: message_stop\ndata: "
    R"({"type":"message_stop"})"
    "\n\n"sv,
    R"(ZmessageStart {"role":"assistant"})"
    "\n"
    R"(contentBlockDelta {"contentBlockIndex":0,"delta":{"reasoningContent":{"text":"hm"}}})"
    "\n"
    R"(contentBlockStop {"contentBlockIndex":0})"
    "\n"
    R"(contentBlockStart {"contentBlockIndex":1,"start":{"toolUse":{"toolUseId":"t","name":"f"}}})"
    "\n"
    R"(contentBlockDelta {"contentBlockIndex":1,"delta":{"toolUse":{"input":"{}"}}})"
    "\n"
    R"(contentBlockStop {"contentBlockIndex":1})"
    "\n"
    R"(messageStop {"stopReason":"tool_use"})"
    "\n"
    R"(metadata {"usage":{"inputTokens":5,"outputTokens":2,"totalTokens":7}})"sv,
    "[data: "
    R"({"type":"response.created","response":{"id":"r"}})"
    "\n\ndata: "
    R"({"type":"response.output_item.added","item":{"type":"message"}})"
    "\n\ndata: "
    R"({"type":"response.output_text.delta","delta":"a"})"
    "\n\ndata: "
    R"({"type":"response.output_text.done","text":"a"})"
    "\n\ndata: "
    R"({"type":"response.output_item.added","item":{"type":"function_call","call_id":"t","name":"f"}})"
    "\n\ndata: "
    R"({"type":"response.function_call_arguments.done","arguments":"{}"})"
    "\n\ndata: "
    R"({"type":"response.completed","response":{"id":"r","status":"completed","usage":)"
    R"({"input_tokens":5,"output_tokens":2}}})"
    "\n\n"sv,
    R"(\chunk {"type":"message_start","message":{"id":"m","usage":{"input_tokens":5}}})"
    "\n"
    R"(chunk {"type":"content_block_start","index":0,"content_block":{"type":"text","text":"a"}})"
    "\n"
    R"(chunk {"type":"content_block_stop","index":0})"
    "\n"
    R"(chunk {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":2}})"
    "\n"
    R"(chunk {"type":"message_stop"})"sv,
    "\5"
    R"({"output":{"message":{"content":[{"text":"a"}]}},"stopReason":"end_turn","usage":)"
    R"({"inputTokens":5,"outputTokens":2,"cacheReadInputTokenCount":1}})"sv,
    "\6"
    R"({"text":"a","generation_id":"g","finish_reason":"COMPLETE","tool_calls":[{"name":"f",)"
    R"("parameters":{}}],"meta":{"billed_units":{"input_tokens":5,"output_tokens":2}}})"sv,
    "\7"
    R"({"inputTextTokenCount":5,"results":[{"tokenCount":2,"outputText":"a",)"
    R"("completionReason":"FINISH"}]})"sv,
    "\10"
    R"({"generation":"a","prompt_token_count":5,"generation_token_count":2,"stop_reason":"stop"})"sv,
    "\11"
    R"({"outputs":[{"text":"a","stop_reason":"length"}]})"sv,
    "\12"
    R"({"choices":[{"text":"a","stop_reason":"length"}]})"sv,
    R"(]chunk {"messageStart":{"role":"assistant"}})"
    "\n"
    R"(chunk {"contentBlockDelta":{"contentBlockIndex":0,"delta":{"text":"hm"}}})"
    "\n"
    R"(chunk {"contentBlockStop":{"contentBlockIndex":0}})"
    "\n"
    R"(chunk {"messageStop":{"stopReason":"end_turn"}})"
    "\n"
    R"(chunk {"metadata":{"usage":{"inputTokens":5,"outputTokens":2}}})"sv,
    R"(^chunk {"event_type":"stream-start","generation_id":"g"})"
    "\n"
    R"(chunk {"event_type":"text-generation","text":"a"})"
    "\n"
    R"(chunk {"event_type":"tool-calls-generation","tool_calls":[{"name":"f","parameters":{}}]})"
    "\n"
    R"(chunk {"event_type":"stream-end","finish_reason":"COMPLETE","response":{"meta":{"tokens":)"
    R"({"input_tokens":5,"output_tokens":2}}}})"sv,
    R"(_chunk {"outputText":"a","index":0,"totalOutputTextTokenCount":null})"
    "\n"
    R"(chunk {"outputText":"b","inputTextTokenCount":5,"completionReason":"LENGTH"})"sv,
    R"(`chunk {"generation":"a","prompt_token_count":5,"generation_token_count":1})"
    "\n"
    R"(chunk {"generation":"","stop_reason":"stop","amazon-bedrock-invocationMetrics":)"
    R"({"inputTokenCount":5,"outputTokenCount":1}})"sv,
    R"(achunk {"outputs":[{"text":"a","stop_reason":null}]})"
    "\n"
    R"(chunk {"outputs":[{"text":"b","stop_reason":"stop"}]})"sv,
    R"(bchunk {"choices":[{"text":"a","stop_reason":"stop"}]})"sv};

/// Each line `TYPE JSON` as a message of an event stream, as Bedrock sends them.
std::string framed(unsigned which, std::string_view lines) {
    std::string out;
    while (!lines.empty()) {
        const auto line = lines.substr(0, lines.find('\n'));
        lines.remove_prefix(std::min(line.size() + 1, lines.size()));
        const auto type = line.substr(0, std::min(line.find(' '), std::size_t{100}));
        const auto json = line.substr(std::min(type.size() + 1, line.size()));
        wire::append_event(out, type,
                           which >= kInvoke ? R"({"bytes":")" + to_base64(as_bytes(json)) + "\"}"
                                            : std::string{json});
    }
    return out;
}

std::unique_ptr<AnswerReader> make_reader(unsigned which) {
    switch (which) {
        case 0:
            return std::make_unique<OpenAiAnswer>(std::vector<std::string>{"END"});
        case 1:
            return std::make_unique<AnthropicAnswer>();
        case kConverse:
            return std::make_unique<ConverseAnswer>();
        case 3:
            return std::make_unique<ResponsesAnswer>();
        case kInvoke:
            return std::make_unique<InvokeAnswer>();
        default:
            return bedrock_reader(kMakers[which - kInvoke - 1]);
    }
}

/// Blocks are numbered from 0 and do not overlap; pieces are of the open one; one stop is last.
class Order {
public:
    void take(const ReplyEvent& event) {
        switch (event.kind) {
            case Kind::block_start:
                LICET_CHECK(!open_ && !stopped_ && event.block == blocks_++);
                open_ = event.block_kind;
                break;
            case Kind::text:
                LICET_CHECK(open_ == BlockKind::text && event.block + 1 == blocks_);
                break;
            case Kind::reasoning:
            case Kind::signature:
            case Kind::redacted:
                LICET_CHECK(open_ == BlockKind::reasoning && event.block + 1 == blocks_);
                break;
            case Kind::tool_input:
                LICET_CHECK(open_ == BlockKind::tool_use && event.block + 1 == blocks_);
                break;
            case Kind::block_stop:
                LICET_CHECK(open_ && event.block + 1 == blocks_);
                open_.reset();
                break;
            case Kind::stop:
                LICET_CHECK(!open_ && !std::exchange(stopped_, true));
                break;
            case Kind::start:
            case Kind::usage:
                break;
        }
    }

private:
    std::optional<BlockKind> open_;
    bool stopped_ = false;
    std::uint32_t blocks_ = 0;
};

struct Outcome {
    Reply reply;
    bool ok = false;
    bool complete = false;
    bool operator==(const Outcome&) const = default;
};

/// @param piece 0: whole
Outcome read(unsigned which, std::string_view bytes, std::size_t piece) {
    Outcome out;
    Order order;
    const auto reader = make_reader(which);
    static JsonReader json;
    AnswerReader::Emit emit = [&](const Frame& frame) {
        LICET_CHECK(frame.raw.empty() || json.parse(frame.raw, JsonReader::Padding::absent).ok());
        for (const auto& event : frame.events) {
            order.take(event);
            add(out.reply, event);
        }
        return true;
    };
    if (piece == 0) {
        out.ok = reader->whole(bytes, emit).ok();
        return out;
    }
    out.ok = true;
    for (std::size_t at = 0; at < bytes.size() && out.ok; at += piece) {
        out.ok = reader->piece(bytes.substr(at, piece), emit).ok();
    }
    out.complete = out.ok && reader->is_complete();
    return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) {
        return 0;
    }
    const std::string_view bytes{reinterpret_cast<const char*>(data) + 1, size - 1};
    const unsigned which = data[0] % kReaders;
    const std::size_t piece = data[0] / kReaders;
    if (piece == 0) {
        read(which, bytes, 0);
        return 0;
    }
    const std::string stream =
        which == kConverse || which >= kInvoke ? framed(which, bytes) : std::string{bytes};
    LICET_CHECK(read(which, stream, piece) == read(which, stream, stream.size()));
    return 0;
}

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t max_size, unsigned seed) {
    return fuzz::JsonMutator{kSamples, seed}.mutate(data, size, max_size);
}
