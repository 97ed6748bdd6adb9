// SPDX-License-Identifier: Apache-2.0
#include "gateway/doors/responses_writer.h"

#include "wire/encode.h"
#include "wire/sse.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace licet::gateway {
namespace {

using Kind = ReplyEvent::Kind;

constexpr std::string_view kInProgress = "in_progress";
constexpr std::string_view kCompleted = "completed";
constexpr std::string_view kIncomplete = "incomplete";

/// Why an answer is not all that the model would have said; empty: it is.
std::string_view incomplete_reason(StopReason reason) {
    switch (reason) {
        case StopReason::max_tokens:
        case StopReason::context_window_exceeded:
            return "max_output_tokens";
        case StopReason::content_filtered:
        case StopReason::guardrail_intervened:
        case StopReason::refusal:
            return "content_filter";
        case StopReason::end_turn:
        case StopReason::stop_sequence:
        case StopReason::tool_use:
        case StopReason::pause_turn:
            break;
    }
    return {};
}

std::string_view status_of(StopReason reason) {
    return incomplete_reason(reason).empty() ? kCompleted : kIncomplete;
}

void write_text(JsonWriter& json, std::string_view text) {
    json.begin_object().member("type", "output_text").member("text", text);
    json.key("annotations").begin_array().end_array();
    json.key("logprobs").begin_array().end_array().end_object();
}

void write_summary(JsonWriter& json, std::string_view text) {
    json.begin_object().member("type", "summary_text").member("text", text).end_object();
}

void write_usage(JsonWriter& json, const TokenUsage& usage) {
    const auto input = usage.input + usage.cache_read + usage.cache_write;
    json.begin_object().key("input_tokens").integer(input);
    json.key("input_tokens_details").begin_object();
    json.key("cached_tokens").integer(usage.cache_read).end_object();
    json.key("output_tokens").integer(usage.output);
    json.key("output_tokens_details").begin_object();
    json.key("reasoning_tokens").integer(usage.reasoning).end_object();
    json.key("total_tokens").integer(input + usage.output).end_object();
}

}  // namespace

ResponsesWriter::ResponsesWriter(AnswerFacts facts) : facts_{std::move(facts)} {
    std::copy_if(facts_.request_id.begin(), facts_.request_id.end(), std::back_inserter(tail_),
                 [](char c) { return c != '-'; });
}

std::string ResponsesWriter::item_id(BlockKind kind, std::size_t index) const {
    const std::string_view prefix = kind == BlockKind::text        ? "msg"
                                    : kind == BlockKind::reasoning ? "rs"
                                                                   : "fc";
    return fmt::format("{}_{}_{}", prefix, tail_, index);
}

/// What a signature proves, and thoughts that may not be seen, are the encrypted content: clients
/// give it back as it is.
void ResponsesWriter::write_item(JsonWriter& json, const ReplyBlock& block, std::size_t index,
                                 std::string_view status) const {
    json.begin_object().member("id", item_id(block.kind, index));
    switch (block.kind) {
        case BlockKind::text:
            json.member("type", "message").member("status", status).member("role", "assistant");
            json.key("content").begin_array();
            if (status != kInProgress) {
                write_text(json, block.text);
            }
            json.end_array();
            break;
        case BlockKind::reasoning:
            json.member("type", "reasoning").key("summary").begin_array();
            if (!block.text.empty()) {
                write_summary(json, block.text);
            }
            json.end_array();
            if (!block.signature.empty() || !block.redacted.empty()) {
                json.member("encrypted_content",
                            block.signature.empty() ? block.redacted : block.signature);
            }
            break;
        case BlockKind::tool_use:
            json.member("type", "function_call").member("status", status);
            json.member("call_id", block.id).member("name", block.name);
            json.member("arguments", block.text);
            break;
    }
    json.end_object();
}

void ResponsesWriter::write_response(JsonWriter& json, const Reply& reply, std::string_view status,
                                     const Failure* failure) const {
    json.begin_object().member("id", "resp_" + tail_).member("object", "response");
    json.key("created_at").integer(to_epoch_ms(facts_.started) / 1'000);
    json.member("status", status).key("background").boolean(false).key("error");
    if (failure == nullptr) {
        json.null();
    } else {
        json.begin_object().member("code", failure->code).member("message", failure->message);
        json.end_object();
    }
    json.key("incomplete_details");
    if (status == kIncomplete) {
        json.begin_object().member("reason", incomplete_reason(reply.stop_reason)).end_object();
    } else {
        json.null();
    }
    json.member("model", facts_.model).key("output").begin_array();
    for (std::size_t i = 0; i < reply.blocks.size(); ++i) {
        const bool is_whole = status == kCompleted || i + 1 < reply.blocks.size();
        write_item(json, reply.blocks[i], i, is_whole ? kCompleted : kIncomplete);
    }
    json.end_array().key("previous_response_id").null().key("store").boolean(false);
    json.member("truncation", "disabled");
    for (const auto& [name, value] : facts_.echoed) {
        json.key(name).raw(value);
    }
    json.key("usage");
    if (status == kCompleted || status == kIncomplete) {
        write_usage(json, reply.usage);
    } else {
        json.null();
    }
    json.end_object();
}

void ResponsesWriter::whole(net::Response& response, const Reply& reply, Milliseconds /*latency*/) {
    JsonWriter json{response.body};
    write_response(json, reply, status_of(reply.stop_reason));
}

template <typename Write>
void ResponsesWriter::put(std::string& out, std::string_view name, Write write) {
    event_.clear();
    JsonWriter json{event_};
    json.begin_object().member("type", name).key("sequence_number").integer(sequence_++);
    write(json);
    json.end_object();
    wire::append_sse(out, name, event_);
}

/// @param part_index the name of the number of the block's one part; empty: it has none
template <typename Write>
void ResponsesWriter::put_of_block(std::string& out, std::string_view name,
                                   std::string_view part_index, Write write) {
    const std::size_t index = reply_.blocks.size() - 1;
    put(out, name, [&](JsonWriter& json) {
        json.member("item_id", item_id(reply_.blocks[index].kind, index));
        json.key("output_index").integer(static_cast<std::int64_t>(index));
        if (!part_index.empty()) {
            json.key(part_index).integer(0);
        }
        write(json);
    });
}

void ResponsesWriter::begin(std::string& out) {
    if (std::exchange(began_, true)) {
        return;
    }
    for (const std::string_view name : {"response.created", "response.in_progress"}) {
        put(out, name, [&](JsonWriter& json) {
            json.key("response");
            write_response(json, {}, kInProgress);
        });
    }
}

void ResponsesWriter::begin_block(std::string& out) {
    part_began_ = false;
    const std::size_t index = reply_.blocks.size() - 1;
    put(out, "response.output_item.added", [&](JsonWriter& json) {
        json.key("output_index").integer(static_cast<std::int64_t>(index)).key("item");
        write_item(json, reply_.blocks[index], index, kInProgress);
    });
    if (reply_.blocks[index].kind == BlockKind::text) {
        begin_part(out);
    }
}

void ResponsesWriter::begin_part(std::string& out) {
    if (std::exchange(part_began_, true)) {
        return;
    }
    if (reply_.blocks.back().kind == BlockKind::text) {
        put_of_block(out, "response.content_part.added", "content_index", [](JsonWriter& json) {
            json.key("part");
            write_text(json, {});
        });
    } else {
        put_of_block(out, "response.reasoning_summary_part.added", "summary_index",
                     [](JsonWriter& json) {
                         json.key("part");
                         write_summary(json, {});
                     });
    }
}

void ResponsesWriter::put_piece(const ReplyEvent& event, std::string& out) {
    const auto delta = [&](JsonWriter& json) { json.member("delta", event.text); };
    switch (event.kind) {
        case Kind::text:
            put_of_block(out, "response.output_text.delta", "content_index", [&](JsonWriter& json) {
                delta(json);
                json.key("logprobs").begin_array().end_array();
            });
            break;
        case Kind::reasoning:
            begin_part(out);
            put_of_block(out, "response.reasoning_summary_text.delta", "summary_index", delta);
            break;
        case Kind::tool_input:
            put_of_block(out, "response.function_call_arguments.delta", {}, delta);
            break;
        default:
            break;
    }
}

void ResponsesWriter::end_text(std::string& out) {
    const std::string_view text = reply_.blocks.back().text;
    put_of_block(out, "response.output_text.done", "content_index", [&](JsonWriter& json) {
        json.member("text", text).key("logprobs").begin_array().end_array();
    });
    put_of_block(out, "response.content_part.done", "content_index", [&](JsonWriter& json) {
        json.key("part");
        write_text(json, text);
    });
}

void ResponsesWriter::end_reasoning(std::string& out) {
    if (!part_began_) {
        return;
    }
    const std::string_view text = reply_.blocks.back().text;
    put_of_block(out, "response.reasoning_summary_text.done", "summary_index",
                 [&](JsonWriter& json) { json.member("text", text); });
    put_of_block(out, "response.reasoning_summary_part.done", "summary_index",
                 [&](JsonWriter& json) {
                     json.key("part");
                     write_summary(json, text);
                 });
}

void ResponsesWriter::end_block(std::string& out) {
    const std::size_t index = reply_.blocks.size() - 1;
    const auto& block = reply_.blocks[index];
    switch (block.kind) {
        case BlockKind::text:
            end_text(out);
            break;
        case BlockKind::reasoning:
            end_reasoning(out);
            break;
        case BlockKind::tool_use:
            put_of_block(out, "response.function_call_arguments.done", {}, [&](JsonWriter& json) {
                json.member("name", block.name).member("arguments", block.text);
            });
            break;
    }
    put(out, "response.output_item.done", [&](JsonWriter& json) {
        json.key("output_index").integer(static_cast<std::int64_t>(index)).key("item");
        write_item(json, block, index, kCompleted);
    });
}

std::string_view ResponsesWriter::stream_type() const {
    return wire::kSseType;
}

void ResponsesWriter::piece(std::string& out, const Frame& frame) {
    if (frame.is_piece_of(Dialect::openai_responses)) {
        native_ = began_ = true;
        ++sequence_;
        std::for_each(frame.events.begin(), frame.events.end(),
                      [&](const auto& event) { add(reply_, event); });
        wire::append_sse(out, frame.name, frame.raw);
        return;
    }
    for (const auto& event : frame.events) {
        take(event, out);
    }
}

void ResponsesWriter::take(const ReplyEvent& event, std::string& out) {
    begin(out);
    add(reply_, event);
    if (reply_.blocks.empty()) {
        return;
    }
    if (event.kind == Kind::block_start) {
        begin_block(out);
    } else if (event.kind == Kind::block_stop) {
        end_block(out);
    } else {
        put_piece(event, out);
    }
}

void ResponsesWriter::finish(std::string& out, Milliseconds /*latency*/) {
    if (native_) {
        return;
    }
    begin(out);
    const auto status = status_of(reply_.stop_reason);
    put(out, fmt::format("response.{}", status), [&](JsonWriter& json) {
        json.key("response");
        write_response(json, reply_, status);
    });
}

/// The API's own servers send the error itself first, in a member that its clients look for.
void ResponsesWriter::fail(std::string& out, const Error& error) {
    begin(out);
    const auto body = wire::encode_error(wire::kOpenAi, error, {}).body;
    JsonReader reader;
    const auto parsed = reader.parse(body, JsonReader::Padding::absent);
    const auto told = parsed.value().find("error").value();
    const auto message = told.find("message")->text().value();
    put(out, "error", [&](JsonWriter& json) {
        json.key("code").raw(told.find("code")->minified()).member("message", message);
        json.key("param").null().key("error").raw(told.minified());
    });
    const bool busy = told.find("type")->text().value() == "rate_limit_error";
    const Failure failure{.code = busy ? "rate_limit_exceeded" : "server_error",
                          .message = message};
    put(out, "response.failed", [&](JsonWriter& json) {
        json.key("response");
        write_response(json, reply_, "failed", &failure);
    });
}

}  // namespace licet::gateway
