// SPDX-License-Identifier: Apache-2.0
#include "base/json_writer.h"
#include "gateway/door.h"
#include "gateway/doors/chat_reading.h"
#include "gateway/doors/invocation.h"
#include "gateway/doors/reading.h"
#include "gateway/doors/stream_error.h"
#include "gateway/makers.h"
#include "wire/encode.h"
#include "wire/event_stream.h"
#include "wire/sse.h"

#include <algorithm>
#include <utility>

namespace licet::gateway {
namespace {

using Kind = ReplyEvent::Kind;

std::string_view finish_name(StopReason reason) {
    switch (reason) {
        case StopReason::end_turn:
        case StopReason::stop_sequence:
        case StopReason::pause_turn:
            return "stop";
        case StopReason::max_tokens:
        case StopReason::context_window_exceeded:
            return "length";
        case StopReason::tool_use:
            return "tool_calls";
        case StopReason::content_filtered:
        case StopReason::guardrail_intervened:
        case StopReason::refusal:
            return "content_filter";
    }
    return "stop";
}

void write_usage(JsonWriter& json, const TokenUsage& usage) {
    const auto prompt = usage.input + usage.cache_read + usage.cache_write;
    json.begin_object().key("prompt_tokens").integer(prompt);
    json.key("completion_tokens").integer(usage.output);
    json.key("total_tokens").integer(prompt + usage.output);
    json.key("prompt_tokens_details").begin_object();
    json.key("cached_tokens").integer(usage.cache_read).end_object();
    json.key("completion_tokens_details").begin_object();
    json.key("reasoning_tokens").integer(usage.reasoning).end_object().end_object();
}

void write_tool_call(JsonWriter& json, const ReplyBlock& block) {
    json.begin_object().member("id", block.id).member("type", "function");
    json.key("function").begin_object().member("name", block.name).member("arguments", block.text);
    json.end_object().end_object();
}

/// Whether a thought must come back as it was said: Anthropic's models look for their signature.
bool is_sealed(const ReplyBlock& block) {
    return block.kind == BlockKind::reasoning &&
           !(block.signature.empty() && block.redacted.empty());
}

/// The member by which other gateways tell such thoughts in this API, and clients give them back.
void write_thinking_block(JsonWriter& json, const ReplyBlock& block) {
    json.begin_object();
    if (block.redacted.empty()) {
        json.member("type", "thinking").member("thinking", block.text);
        json.member("signature", block.signature);
    } else {
        json.member("type", "redacted_thinking").member("data", block.redacted);
    }
    json.end_object();
}

std::string joined(const Reply& reply, BlockKind kind) {
    std::string out;
    for (const auto& block : reply.blocks) {
        if (block.kind == kind) {
            out += block.text;
        }
    }
    return out;
}

void write_message(JsonWriter& json, const Reply& reply) {
    const auto text = joined(reply, BlockKind::text);
    const auto reasoning = joined(reply, BlockKind::reasoning);
    const auto is_call = [](const ReplyBlock& b) { return b.kind == BlockKind::tool_use; };
    const bool calls = std::any_of(reply.blocks.begin(), reply.blocks.end(), is_call);
    json.begin_object().member("role", "assistant").key("content");
    if (text.empty() && calls) {
        json.null();
    } else {
        json.string(text);
    }
    json.key("refusal").null();
    if (!reasoning.empty()) {
        json.member("reasoning_content", reasoning);
    }
    if (std::any_of(reply.blocks.begin(), reply.blocks.end(), is_sealed)) {
        json.key("thinking_blocks").begin_array();
        for (const auto& block : reply.blocks) {
            if (is_sealed(block)) {
                write_thinking_block(json, block);
            }
        }
        json.end_array();
    }
    if (calls) {
        json.key("tool_calls").begin_array();
        for (const auto& block : reply.blocks) {
            if (is_call(block)) {
                write_tool_call(json, block);
            }
        }
        json.end_array();
    }
    json.end_object();
}

/// What the form of answers is called by: OpenAI's own, or another's that is like it.
struct ChatNames {
    Dialect dialect = Dialect::openai_chat;
    std::string_view piece = "delta";
    std::string_view end = "finish_reason";
};

/// Source: Bedrock User Guide, "Mistral AI chat completion".
constexpr ChatNames kMistralNames{
    .dialect = Dialect::mistral_chat, .piece = "message", .end = "stop_reason"};

/// The objects of one answer, whole or in chunks. Source: OpenAI API Reference, "The chat
/// completion object", "The chat completion chunk object".
class ChatObjects {
public:
    ChatObjects(AnswerFacts facts, const ChatNames& names)
        : facts_{std::move(facts)}, names_{names} {}

    const AnswerFacts& facts() const { return facts_; }
    Dialect dialect() const { return names_.dialect; }

    void write_whole(std::string& out, const Reply& reply) const {
        JsonWriter json{out};
        write_head(json, "chat.completion");
        json.key("choices").begin_array().begin_object().key("index").integer(0);
        json.key("message");
        write_message(json, reply);
        json.key("logprobs").null().member(names_.end, finish_name(reply.stop_reason));
        json.end_object().end_array().key("usage");
        write_usage(json, reply.usage);
        json.end_object();
    }

    /// The chunk for an event; empty where there is none.
    const std::string& chunk(const ReplyEvent& event) {
        chunk_.clear();
        JsonWriter json{chunk_};
        switch (event.kind) {
            case Kind::start:
                begin_delta(json);
                json.member("role", "assistant").member("content", "");
                end_delta(json);
                break;
            case Kind::text:
                begin_delta(json);
                json.member("content", event.text);
                end_delta(json);
                break;
            case Kind::reasoning:
                thoughts_ += event.text;
                begin_delta(json);
                json.member("reasoning_content", event.text);
                end_delta(json);
                break;
            case Kind::signature:
                write_sealed(json, {.kind = BlockKind::reasoning,
                                    .text = std::exchange(thoughts_, {}),
                                    .signature = std::string{event.text}});
                break;
            case Kind::redacted:
                write_sealed(json,
                             {.kind = BlockKind::reasoning, .redacted = std::string{event.text}});
                break;
            case Kind::block_start:
                if (event.block_kind == BlockKind::tool_use) {
                    ++tools_;
                    input_is_due_ = true;
                    begin_tool(json);
                    json.member("id", event.id).member("type", "function");
                    json.key("function").begin_object().member("name", event.name);
                    json.member("arguments", "").end_object();
                    end_tool(json);
                }
                break;
            case Kind::tool_input:
                write_arguments(json, event.text);
                break;
            case Kind::block_stop:
                thoughts_.clear();
                if (input_is_due_) {
                    write_arguments(json, "{}");
                }
                break;
            case Kind::stop:
                begin_delta(json);
                end_delta(json, finish_name(event.stop_reason));
                break;
            case Kind::usage:  // told last
                break;
        }
        return chunk_;
    }

    const std::string& usage_chunk(const TokenUsage& usage) {
        return chunk_of_call([&](JsonWriter& json) {
            json.key("usage");
            write_usage(json, usage);
        });
    }
    const std::string& metrics_chunk(const TokenUsage& usage, Milliseconds latency) {
        return chunk_of_call(
            [&](JsonWriter& json) { write_invocation_metrics(json, usage, latency); });
    }

private:
    void write_head(JsonWriter& json, std::string_view object) const {
        json.begin_object().member("id", "chatcmpl-" + facts_.request_id).member("object", object);
        json.key("created").integer(to_epoch_ms(facts_.started) / 1'000);
        json.member("model", facts_.model);
    }
    /// What is told of all of the call, not of a choice.
    template <typename Write>
    const std::string& chunk_of_call(Write write) {
        chunk_.clear();
        JsonWriter json{chunk_};
        write_head(json, "chat.completion.chunk");
        json.key("choices").begin_array().end_array();
        write(json);
        json.end_object();
        return chunk_;
    }
    void begin_delta(JsonWriter& json) const {
        write_head(json, "chat.completion.chunk");
        json.key("choices").begin_array().begin_object().key("index").integer(0);
        json.key(names_.piece).begin_object();
    }
    void end_delta(JsonWriter& json, std::string_view finish = {}) const {
        json.end_object().key("logprobs").null().key(names_.end);
        if (finish.empty()) {
            json.null();
        } else {
            json.string(finish);
        }
        json.end_object().end_array().end_object();
    }
    void begin_tool(JsonWriter& json) const {
        begin_delta(json);
        json.key("tool_calls").begin_array().begin_object().key("index").integer(tools_ - 1);
    }
    void end_tool(JsonWriter& json) const {
        json.end_object().end_array();
        end_delta(json);
    }

    /// A thought as it must come back: whole, after its pieces.
    void write_sealed(JsonWriter& json, const ReplyBlock& thought) const {
        begin_delta(json);
        json.key("thinking_blocks").begin_array();
        write_thinking_block(json, thought);
        json.end_array();
        end_delta(json);
    }

    void write_arguments(JsonWriter& json, std::string_view piece) {
        input_is_due_ = false;
        begin_tool(json);
        json.key("function").begin_object().member("arguments", piece).end_object();
        end_tool(json);
    }

    AnswerFacts facts_;
    ChatNames names_;
    std::string chunk_;
    std::string thoughts_;       // of the block that is open
    std::int64_t tools_ = 0;     // that have begun
    bool input_is_due_ = false;  // the last one's: clients parse it
};

/// What chunks are framed in: a door of OpenAI's own, or of InvokeModel.
class ChatWriter : public ReplyWriter {
public:
    explicit ChatWriter(AnswerFacts facts, const ChatNames& names = {})
        : objects_{std::move(facts), names} {}

    void whole(net::Response& response, const Reply& reply, Milliseconds /*latency*/) override {
        objects_.write_whole(response.body, reply);
    }
    void piece(std::string& out, const Frame& frame) override {
        for (const auto& event : frame.events) {
            if (event.kind == Kind::usage) {
                usage_ = event.usage;
            }
        }
        if (frame.is_piece_of(objects_.dialect())) {
            const bool usage_only =
                frame.events.size() == 1 && frame.events.front().kind == Kind::usage;
            if (!usage_only || objects_.facts().usage_in_stream) {
                frame_chunk(out, frame.raw);
            }
            usage_is_told_ = usage_is_told_ || usage_only;
            return;
        }
        for (const auto& event : frame.events) {
            if (const auto& chunk = objects_.chunk(event); !chunk.empty()) {
                frame_chunk(out, chunk);
            }
        }
    }
    void finish(std::string& out, Milliseconds latency) override {
        if (objects_.facts().usage_in_stream && !usage_is_told_) {
            frame_chunk(out, objects_.usage_chunk(usage_));
        }
        frame_end(out, latency);
    }

protected:
    virtual void frame_chunk(std::string& out, std::string_view json) const = 0;
    virtual void frame_end(std::string& out, Milliseconds latency) = 0;

    ChatObjects objects_;
    TokenUsage usage_;

private:
    bool usage_is_told_ = false;
};

class SseChatWriter final : public ChatWriter {
public:
    using ChatWriter::ChatWriter;

    std::string_view stream_type() const override { return wire::kSseType; }
    void fail(std::string& out, const Error& error) override {
        wire::append_sse(out, {}, wire::encode_error(wire::kOpenAi, error, {}).body);
    }

private:
    void frame_chunk(std::string& out, std::string_view json) const override {
        wire::append_sse(out, {}, json);
    }
    void frame_end(std::string& out, Milliseconds /*latency*/) override {
        wire::append_sse(out, {}, "[DONE]");
    }
};

class InvokeChatWriter : public ChatWriter {
public:
    using ChatWriter::ChatWriter;

    void whole(net::Response& response, const Reply& reply, Milliseconds latency) override {
        ChatWriter::whole(response, reply, latency);
        add_guardrail_members(response.body, guarded());
        head(response, reply.usage, latency);
    }
    void head(net::Response& response, const TokenUsage& usage, Milliseconds latency) override {
        add_invocation_headers(response, usage, latency);
    }
    std::string_view stream_type() const override { return wire::kEventStreamType; }
    void fail(std::string& out, const Error& error) override { append_stream_error(out, error); }

private:
    void frame_chunk(std::string& out, std::string_view json) const override {
        append_chunk(out, json, guarded(), false);
    }
    void frame_end(std::string& out, Milliseconds latency) override {
        append_chunk(out, objects_.metrics_chunk(usage_, latency), guarded(), true);
    }
};

class MistralChatWriter final : public InvokeChatWriter {
public:
    explicit MistralChatWriter(AnswerFacts facts)
        : InvokeChatWriter{std::move(facts), kMistralNames} {}
};

template <typename Writer>
class ChatDoor final : public Door {
public:
    explicit ChatDoor(ChatForm form, Dialect dialect = Dialect::openai_chat)
        : form_{form}, dialect_{dialect} {}

    Dialect dialect() const override { return dialect_; }
    Result<Conversation> read(Json body) const override { return read_chat_request(body, form_); }
    std::unique_ptr<ReplyWriter> writer(AnswerFacts facts) const override {
        return std::make_unique<Writer>(std::move(facts));
    }

private:
    ChatForm form_;
    Dialect dialect_;
};

}  // namespace

const Door& chat_door() {
    static const ChatDoor<SseChatWriter> door{ChatForm::completions};
    return door;
}

const Door& invoke_chat_door() {
    static const ChatDoor<InvokeChatWriter> door{ChatForm::invoke};
    return door;
}

const Door& mistral_chat_door() {
    static const ChatDoor<MistralChatWriter> door{ChatForm::mistral, Dialect::mistral_chat};
    return door;
}

}  // namespace licet::gateway
