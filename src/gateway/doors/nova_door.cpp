// SPDX-License-Identifier: Apache-2.0
// Bodies of InvokeModel for Amazon's Nova models: Converse's parts, with settings of their own.
// Source: Amazon Nova User Guide, "Complete request schema", "Using the Invoke API".
#include "base/json_writer.h"
#include "gateway/doors/converse_reading.h"
#include "gateway/doors/converse_writing.h"
#include "gateway/doors/invocation.h"
#include "gateway/doors/reading.h"
#include "gateway/doors/stream_error.h"
#include "gateway/input_tags.h"
#include "gateway/makers.h"
#include "wire/event_stream.h"
#include "wire/fault.h"

#include <algorithm>
#include <array>

namespace licet::gateway {
namespace {

using Kind = ReplyEvent::Kind;

constexpr std::string_view kReasoningConfig = "reasoningConfig";
constexpr CacheNames kCacheNames{.read = "cacheReadInputTokenCount",
                                 .write = "cacheWriteInputTokenCount"};

bool is_either(std::string_view key, std::string_view name, std::string_view older) {
    return key == name || key == older;
}

/// Two names mean the same; a body has one of them.
template <typename Value>
Result<void> set_once(std::optional<Value>& out, Result<Value> value) {
    if (out) {
        return wrong("is said twice, by either of its names");
    }
    LICET_TRY(out, std::move(value));
    return {};
}

/// How much Nova 2 thinks before it answers: a field of the model's own for Converse. AWS tells
/// two places of it.
Result<void> read_reasoning(Json config, Conversation& out) {
    static constexpr std::array<std::string_view, 2> kTypes{"disabled", "enabled"};
    static constexpr std::array<std::string_view, 3> kEfforts{"low", "medium", "high"};
    if (!out.additional.empty()) {
        return wrong("is said twice, in either of its places");
    }
    LICET_TRY_VOID(config.each_member([&](std::string_view name, Json value) -> Result<void> {
        if (name != "type" && name != "maxReasoningEffort") {
            return unsupported();
        }
        const auto choice =
            name == "type" ? read_choice(value, kTypes) : read_choice(value, kEfforts);
        return choice.ok() ? Result<void>{} : choice.error();
    }));
    out.additional.emplace_back(kReasoningConfig, out.keep(config.minified()));
    return {};
}

Result<void> read_config(Json config, Conversation& out) {
    return config.each_member([&](std::string_view key, Json value) -> Result<void> {
        if (is_either(key, "maxTokens", "max_new_tokens")) {
            return set_once(out.max_tokens, value.integer(1, kOutputTokensMax));
        }
        if (is_either(key, "topP", "top_p")) {
            return set_once(out.top_p, value.number(0, 1));
        }
        if (is_either(key, "topK", "top_k")) {
            return set_once(out.top_k, value.integer(0, kTopKLargest));
        }
        if (key == "temperature") {
            return set_once(out.temperature, value.number(0, 1));
        }
        if (key == "stopSequences") {
            LICET_TRY(out.stop_sequences, read_texts(value, kStopSequencesMost));
            return {};
        }
        return key == kReasoningConfig ? read_reasoning(value, out) : unsupported();
    });
}

Result<void> read_member(std::string_view key, Json value, Conversation& out) {
    if (key == "schemaVersion") {
        constexpr std::array<std::string_view, 1> kVersions{"messages-v1"};
        const auto version = read_choice(value, kVersions);
        return version.ok() ? Result<void>{} : version.error();
    }
    if (key == "inferenceConfig") {
        return read_config(value, out);
    }
    if (key == kReasoningConfig) {
        return read_reasoning(value, out);
    }
    return key == kInvokeGuardrailConfig ? read_invoke_guardrail_config(value, out)
                                         : read_converse_part(key, value, out);
}

bool is_guarded(const Block& block) {
    return std::holds_alternative<GuardedText>(block);
}

/// InvokeModel marks what guardrails read by tags.
Result<void> check_blocks(const Conversation& asked) {
    const auto has_guarded = [](const std::vector<Block>& blocks) {
        return std::any_of(blocks.begin(), blocks.end(), is_guarded);
    };
    if (has_guarded(asked.system) ||
        std::any_of(asked.turns.begin(), asked.turns.end(),
                    [&](const Turn& turn) { return has_guarded(turn.blocks); })) {
        return wire::at("$.messages[].content[].guardContent", unsupported());
    }
    return {};
}

Result<Conversation> read_nova_request(Json body) {
    Conversation out;
    LICET_TRY_VOID(read_body(
        body, [&](std::string_view key, Json value) { return read_member(key, value, out); }));
    LICET_TRY_VOID(check_converse_turns(out.turns));
    LICET_TRY_VOID(check_blocks(out));
    return out;
}

class NovaWriter final : public InvocationWriter {
public:
    explicit NovaWriter(AnswerFacts facts) : facts_{std::move(facts)} {}

    void whole(net::Response& response, const Reply& reply, Milliseconds latency) override {
        JsonWriter json{response.body};
        json.begin_object();
        write_converse_answer(json, reply, facts_);
        write_converse_usage(json, reply.usage, kCacheNames);
        json.end_object();
        add_guardrail_members(response.body, guarded());
        head(response, reply.usage, latency);
    }

    void piece(std::string& out, const Frame& frame) override {
        for (const auto& event : frame.events) {
            if (event.kind == Kind::usage) {
                usage_ = event.usage;
            }
        }
        if (frame.is_piece_of(Dialect::amazon_nova)) {
            native_ = true;
            append_chunk(out, frame.raw, guarded(), false);
            return;
        }
        for (const auto& event : frame.events) {
            payload_.clear();
            if (const auto type = write_converse_event(payload_, event, facts_); !type.empty()) {
                chunk_.clear();
                JsonWriter{chunk_}.begin_object().key(type).raw(payload_).end_object();
                append_chunk(out, chunk_, guarded(), false);
            }
        }
    }
    /// The upstream's own last part has told it.
    void finish(std::string& out, Milliseconds latency) override {
        if (native_) {
            return;
        }
        chunk_.clear();
        JsonWriter json{chunk_};
        json.begin_object().key("metadata").begin_object();
        write_converse_usage(json, usage_, kCacheNames);
        json.key("metrics").begin_object().end_object();
        json.key("trace").begin_object().end_object().end_object();
        write_invocation_metrics(json, usage_, latency);
        json.end_object();
        append_chunk(out, chunk_, guarded(), true);
    }

private:
    AnswerFacts facts_;
    std::string payload_;
    std::string chunk_;
    TokenUsage usage_;
    bool native_ = false;
};

class NovaDoor final : public Door {
public:
    Dialect dialect() const override { return Dialect::amazon_nova; }
    Result<Conversation> read(Json body) const override { return read_nova_request(body); }
    std::unique_ptr<ReplyWriter> writer(AnswerFacts facts) const override {
        return std::make_unique<NovaWriter>(std::move(facts));
    }
};

}  // namespace

const Door& nova_door() {
    static const NovaDoor door;
    return door;
}

}  // namespace licet::gateway
