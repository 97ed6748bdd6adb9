// SPDX-License-Identifier: Apache-2.0
#include "gateway/doors/anthropic_writing.h"

#include "gateway/doors/invocation.h"

namespace licet::gateway {
namespace {

using Kind = ReplyEvent::Kind;

std::string_view stop_name(StopReason reason) {
    switch (reason) {
        case StopReason::end_turn:
            return "end_turn";
        case StopReason::max_tokens:
            return "max_tokens";
        case StopReason::stop_sequence:
            return "stop_sequence";
        case StopReason::tool_use:
            return "tool_use";
        case StopReason::content_filtered:
        case StopReason::guardrail_intervened:
        case StopReason::refusal:
            return "refusal";
        case StopReason::pause_turn:
            return "pause_turn";
        case StopReason::context_window_exceeded:
            return "model_context_window_exceeded";
    }
    return "end_turn";
}

void write_usage(JsonWriter& json, const TokenUsage& usage) {
    json.key("usage").begin_object().key("input_tokens").integer(usage.input);
    if (usage.cache_read != 0 || usage.cache_write != 0) {
        json.key("cache_creation_input_tokens").integer(usage.cache_write);
        json.key("cache_read_input_tokens").integer(usage.cache_read);
    }
    json.key("output_tokens").integer(usage.output).end_object();
}

void write_text_or_null(JsonWriter& json, std::string_view name, std::string_view text) {
    json.key(name);
    if (text.empty()) {
        json.null();
    } else {
        json.string(text);
    }
}

void write_block(JsonWriter& json, const ReplyBlock& block) {
    json.begin_object();
    if (block.kind == BlockKind::text) {
        json.member("type", "text").member("text", block.text);
    } else if (block.kind == BlockKind::tool_use) {
        json.member("type", "tool_use").member("id", block.id).member("name", block.name);
        json.key("input").raw(block.text);
    } else if (!block.redacted.empty()) {
        json.member("type", "redacted_thinking").member("data", block.redacted);
    } else {
        json.member("type", "thinking").member("thinking", block.text);
        json.member("signature", block.signature);
    }
    json.end_object();
}

/// A message up to its content.
void write_head(JsonWriter& json, std::string_view id, std::string_view model) {
    json.begin_object().member("id", id).member("type", "message").member("role", "assistant");
    json.member("model", model);
}

}  // namespace

void write_anthropic_message(std::string& out, const Reply& reply, std::string_view id,
                             std::string_view model) {
    JsonWriter json{out};
    write_head(json, id, model);
    json.key("content").begin_array();
    for (const auto& block : reply.blocks) {
        if (block.kind != BlockKind::text || !block.text.empty()) {
            write_block(json, block);
        }
    }
    json.end_array().member("stop_reason", stop_name(reply.stop_reason));
    write_text_or_null(json, "stop_sequence", reply.stop_sequence);
    write_usage(json, reply.usage);
    json.end_object();
}

JsonWriter AnthropicEvents::fresh(std::string_view name) {
    name_ = name;
    json_.clear();
    JsonWriter json{json_};
    json.begin_object().member("type", name);
    return json;
}

void AnthropicEvents::note(const ReplyEvent& event) {
    if (event.kind == Kind::usage) {
        usage_ = event.usage;
    }
}

/// A reasoning block begins with its first part, which tells of which sort it is.
bool AnthropicEvents::begin(const ReplyEvent& event) {
    if (!reasoning_waits_) {
        return false;
    }
    reasoning_waits_ = false;
    auto json = fresh("content_block_start");
    json.key("index").integer(event.block).key("content_block").begin_object();
    if (event.kind == Kind::redacted) {
        json.member("type", "redacted_thinking").member("data", event.text);
    } else {
        json.member("type", "thinking").member("thinking", "").member("signature", "");
    }
    json.end_object().end_object();
    return true;
}

bool AnthropicEvents::render(const ReplyEvent& event) {
    const auto delta = [&](std::string_view type, std::string_view member) {
        auto json = fresh("content_block_delta");
        json.key("index").integer(event.block).key("delta").begin_object();
        json.member("type", type).member(member, event.text).end_object().end_object();
        return true;
    };
    switch (event.kind) {
        case Kind::start: {
            auto json = fresh("message_start");
            json.key("message");
            write_head(json, id_, model_);
            json.key("content").begin_array().end_array();
            json.key("stop_reason").null().key("stop_sequence").null();
            write_usage(json, usage_);
            json.end_object().end_object();
            return true;
        }
        case Kind::block_start: {
            if (event.block_kind == BlockKind::reasoning) {
                reasoning_waits_ = true;
                return false;
            }
            auto json = fresh("content_block_start");
            json.key("index").integer(event.block).key("content_block").begin_object();
            if (event.block_kind == BlockKind::text) {
                json.member("type", "text").member("text", "");
            } else {
                json.member("type", "tool_use").member("id", event.id).member("name", event.name);
                json.key("input").begin_object().end_object();
            }
            json.end_object().end_object();
            return true;
        }
        case Kind::text:
            return delta("text_delta", "text");
        case Kind::reasoning:
            return delta("thinking_delta", "thinking");
        case Kind::signature:
            return delta("signature_delta", "signature");
        case Kind::tool_input:
            return delta("input_json_delta", "partial_json");
        case Kind::redacted:
            return false;
        case Kind::block_stop:
            fresh("content_block_stop").key("index").integer(event.block).end_object();
            return true;
        case Kind::stop:
            stop_reason_ = event.stop_reason;
            stop_sequence_ = event.text;
            return false;
        case Kind::usage:
            usage_ = event.usage;
            return false;
    }
    return false;
}

bool AnthropicEvents::render_end() {
    if (native_) {
        return false;
    }
    auto json = fresh("message_delta");
    json.key("delta").begin_object().member("stop_reason", stop_name(stop_reason_));
    write_text_or_null(json, "stop_sequence", stop_sequence_);
    json.end_object();
    write_usage(json, usage_);
    json.end_object();
    return true;
}

void AnthropicEvents::render_stop(std::optional<Milliseconds> latency) {
    auto json = fresh("message_stop");
    if (latency) {
        write_invocation_metrics(json, usage_, *latency);
    }
    json.end_object();
}

}  // namespace licet::gateway
