// SPDX-License-Identifier: Apache-2.0
#include "gateway/doors/converse_writing.h"

#include "gateway/doors/converse_reading.h"

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

}  // namespace

void write_converse_answer(JsonWriter& json, const Reply& reply, const AnswerFacts& facts) {
    json.key("output").begin_object().key("message").begin_object();
    json.member("role", "assistant").key("content").begin_array();
    for (const auto& block : reply.blocks) {
        if (block.kind != BlockKind::text || !block.text.empty()) {
            write_block(json, block);
        }
    }
    json.end_array().end_object().end_object();
    json.member("stopReason", stop_name(reply.stop_reason));
    write_asked(json, facts, reply.stop_sequence);
}

void write_converse_usage(JsonWriter& json, const TokenUsage& usage, const CacheNames& names) {
    json.key("usage").begin_object();
    json.key("inputTokens").integer(usage.input);
    json.key("outputTokens").integer(usage.output);
    json.key("totalTokens")
        .integer(usage.input + usage.output + usage.cache_read + usage.cache_write);
    if (usage.cache_read != 0 || usage.cache_write != 0) {
        json.key(names.read).integer(usage.cache_read);
        json.key(names.write).integer(usage.cache_write);
    }
    json.end_object();
}

std::string_view write_converse_event(std::string& out, const ReplyEvent& event,
                                      const AnswerFacts& facts) {
    JsonWriter json{out};
    const auto end = [&](std::string_view type) {
        json.end_object();
        return type;
    };
    switch (event.kind) {
        case Kind::usage:
            return {};
        case Kind::start:
            json.begin_object().member("role", "assistant");
            return end("messageStart");
        case Kind::block_start:
            if (event.block_kind != BlockKind::tool_use) {  // it begins with its first part
                return {};
            }
            json.begin_object().key("start").begin_object().key("toolUse").begin_object();
            json.member("toolUseId", event.id).member("name", event.name);
            json.end_object().end_object().key("contentBlockIndex").integer(event.block);
            return end("contentBlockStart");
        case Kind::block_stop:
            json.begin_object().key("contentBlockIndex").integer(event.block);
            return end("contentBlockStop");
        case Kind::stop:
            json.begin_object().member("stopReason", stop_name(event.stop_reason));
            write_asked(json, facts, event.text);
            return end("messageStop");
        default:
            json.begin_object();
            write_delta(json, event);
            return end("contentBlockDelta");
    }
}

}  // namespace licet::gateway
