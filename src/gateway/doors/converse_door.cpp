// SPDX-License-Identifier: Apache-2.0
#include "base/json_writer.h"
#include "gateway/door.h"
#include "gateway/doors/converse_reading.h"
#include "gateway/doors/stream_error.h"
#include "wire/event_stream.h"

namespace licet::gateway {
namespace {

using Kind = ReplyEvent::Kind;

std::string_view stop_name(StopReason reason) {
    switch (reason) {
        case StopReason::end_turn:
        case StopReason::pause_turn:
            return "end_turn";
        case StopReason::max_tokens:
            return "max_tokens";
        case StopReason::stop_sequence:
            return "stop_sequence";
        case StopReason::tool_use:
            return "tool_use";
        case StopReason::content_filtered:
        case StopReason::refusal:
            return "content_filtered";
        case StopReason::guardrail_intervened:
            return "guardrail_intervened";
        case StopReason::context_window_exceeded:
            return "model_context_window_exceeded";
    }
    return "end_turn";
}

void write_usage(JsonWriter& json, const TokenUsage& usage) {
    json.key("usage").begin_object();
    json.key("inputTokens").integer(usage.input);
    json.key("outputTokens").integer(usage.output);
    json.key("totalTokens")
        .integer(usage.input + usage.output + usage.cache_read + usage.cache_write);
    if (usage.cache_read != 0 || usage.cache_write != 0) {
        json.key("cacheReadInputTokens").integer(usage.cache_read);
        json.key("cacheWriteInputTokens").integer(usage.cache_write);
    }
    json.end_object();
}

void write_metrics(JsonWriter& json, Milliseconds latency) {
    json.key("metrics").begin_object().key("latencyMs").integer(latency.count()).end_object();
}

void write_trace(JsonWriter& json, const Guarded& guarded) {
    if (guarded.trace != nullptr && guarded.level != TraceLevel::disabled) {
        json.key("trace").begin_object().key("guardrail");
        guarded.trace->write_trace(json, guarded.level);
        json.end_object();
    }
}

void write_block(JsonWriter& json, const ReplyBlock& block) {
    json.begin_object();
    switch (block.kind) {
        case BlockKind::text:
            json.member("text", block.text);
            break;
        case BlockKind::tool_use:
            json.key("toolUse").begin_object();
            json.member("toolUseId", block.id).member("name", block.name);
            json.key("input").raw(block.text).end_object();
            break;
        case BlockKind::reasoning:
            json.key("reasoningContent").begin_object();
            if (!block.redacted.empty()) {
                json.member("redactedContent", block.redacted);
            } else {
                json.key("reasoningText").begin_object().member("text", block.text);
                if (!block.signature.empty()) {
                    json.member("signature", block.signature);
                }
                json.end_object();
            }
            json.end_object();
            break;
    }
    json.end_object();
}

/// Of events that carry a part of a block.
void write_delta(JsonWriter& json, const ReplyEvent& event) {
    json.key("delta").begin_object();
    switch (event.kind) {
        case Kind::text:
            json.member("text", event.text);
            break;
        case Kind::tool_input:
            json.key("toolUse").begin_object().member("input", event.text).end_object();
            break;
        case Kind::reasoning:
            json.key("reasoningContent").begin_object().member("text", event.text).end_object();
            break;
        case Kind::signature:
            json.key("reasoningContent")
                .begin_object()
                .member("signature", event.text)
                .end_object();
            break;
        case Kind::redacted:
            json.key("reasoningContent")
                .begin_object()
                .member("redactedContent", event.text)
                .end_object();
            break;
        default:
            break;
    }
    json.end_object().key("contentBlockIndex").integer(event.block);
}

/// What a caller asked to be told besides, as an object of the same form as the model's own answer.
void write_asked(JsonWriter& json, const AnswerFacts& facts, std::string_view stop_sequence) {
    if (facts.echoed.empty() || stop_sequence.empty()) {
        return;
    }
    json.key("additionalModelResponseFields").begin_object();
    for (const auto& [path, value] : facts.echoed) {
        if (path == kStopSequencePath) {
            json.member("stop_sequence", stop_sequence);
        } else if (path == kDeltaStopSequencePath) {
            json.key("delta").begin_object().member("stop_sequence", stop_sequence).end_object();
        }
    }
    json.end_object();
}

class ConverseWriter final : public ReplyWriter {
public:
    explicit ConverseWriter(AnswerFacts facts) : facts_{std::move(facts)} {}

    void whole(net::Response& response, const Reply& reply, Milliseconds latency) override {
        JsonWriter json{response.body};
        json.begin_object().key("output").begin_object().key("message").begin_object();
        json.member("role", "assistant").key("content").begin_array();
        for (const auto& block : reply.blocks) {
            if (block.kind != BlockKind::text || !block.text.empty()) {
                write_block(json, block);
            }
        }
        json.end_array().end_object().end_object();
        json.member("stopReason", stop_name(reply.stop_reason));
        write_asked(json, facts_, reply.stop_sequence);
        write_usage(json, reply.usage);
        write_metrics(json, latency);
        write_trace(json, guarded());
        json.end_object();
    }

    std::string_view stream_type() const override { return wire::kEventStreamType; }

    void piece(std::string& out, const Frame& frame) override {
        const bool as_it_came = frame.is_piece_of(Dialect::converse);
        for (const auto& event : frame.events) {
            if (event.kind == Kind::usage) {
                usage_ = event.usage;  // told at the end, with the latency of all
            } else if (!as_it_came) {
                write_event(out, event);
            }
        }
        if (as_it_came && frame.name != "metadata") {
            wire::append_event(out, frame.name, frame.raw);
        }
    }

    void finish(std::string& out, Milliseconds latency) override {
        payload_.clear();
        JsonWriter json{payload_};
        json.begin_object();
        write_usage(json, usage_);
        write_metrics(json, latency);
        write_trace(json, guarded());
        json.end_object();
        wire::append_event(out, "metadata", payload_);
    }

    void fail(std::string& out, const Error& error) override { append_stream_error(out, error); }

private:
    void write_event(std::string& out, const ReplyEvent& event) {
        payload_.clear();
        JsonWriter json{payload_};
        json.begin_object();
        const auto send = [&](std::string_view type) {
            json.end_object();
            wire::append_event(out, type, payload_);
        };
        switch (event.kind) {
            case Kind::start:
                json.member("role", "assistant");
                return send("messageStart");
            case Kind::block_start:
                if (event.block_kind ==
                    BlockKind::tool_use) {  // others begin with their first part
                    json.key("start").begin_object().key("toolUse").begin_object();
                    json.member("toolUseId", event.id).member("name", event.name);
                    json.end_object().end_object().key("contentBlockIndex").integer(event.block);
                    send("contentBlockStart");
                }
                return;
            case Kind::block_stop:
                json.key("contentBlockIndex").integer(event.block);
                return send("contentBlockStop");
            case Kind::stop:
                json.member("stopReason", stop_name(event.stop_reason));
                write_asked(json, facts_, event.text);
                return send("messageStop");
            case Kind::usage:
                return;
            default:
                write_delta(json, event);
                return send("contentBlockDelta");
        }
    }

    AnswerFacts facts_;
    std::string payload_;
    TokenUsage usage_;
};

class ConverseDoor final : public Door {
public:
    Dialect dialect() const override { return Dialect::converse; }
    Result<Conversation> read(Json body) const override { return read_converse_request(body); }
    std::unique_ptr<ReplyWriter> writer(AnswerFacts facts) const override {
        return std::make_unique<ConverseWriter>(std::move(facts));
    }
};

}  // namespace

const Door& converse_door() {
    static const ConverseDoor door;
    return door;
}

}  // namespace licet::gateway
