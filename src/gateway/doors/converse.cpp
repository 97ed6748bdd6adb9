// SPDX-License-Identifier: Apache-2.0
#include "gateway/doors/converse.h"

#include "base/json_writer.h"
#include "gateway/doors/fields.h"
#include "wire/fault.h"

namespace licet::gateway {
namespace {

constexpr std::size_t kStopSequencesMax = 2500;

/// A block of content or of the system prompt: a union, of which we know `text`.
Result<void> read_block(Json block, Texts& texts) {
    const std::size_t before = texts.size();
    LICET_TRY_VOID(block.each_member([&](std::string_view key, Json value) -> Result<void> {
        if (key != "text") {
            return unsupported();
        }
        LICET_TRY(texts.emplace_back(), value.filled_text());
        return {};
    }));
    if (texts.size() == before) {
        return wire::at(".text", wire::missing());
    }
    return {};
}

Result<void> read_blocks(Json blocks, Texts& texts) {
    return blocks.each_item([&](Json block) { return read_block(block, texts); });
}

Result<void> read_config(Json config, Prompt& prompt) {
    return config.each_member([&](std::string_view key, Json value) -> Result<void> {
        if (key == "maxTokens") {
            LICET_TRY(prompt.max_tokens, value.integer(1, kMaxTokensMax));
        } else if (key == "temperature") {
            LICET_TRY(prompt.temperature, value.number(0, 1));
        } else if (key == "topP") {
            LICET_TRY(prompt.top_p, value.number(0, 1));
        } else if (key == "stopSequences") {
            LICET_TRY(prompt.stop_sequences, read_stop_sequences(value, kStopSequencesMax));
        } else {
            return unsupported();
        }
        return {};
    });
}

/// What a model takes besides: of it we know `top_k`. Some clients always send it, empty.
Result<void> read_additional(Json fields, Prompt& prompt) {
    return fields.each_member([&](std::string_view key, Json value) -> Result<void> {
        if (key != "top_k") {
            return unsupported();
        }
        LICET_TRY(prompt.top_k, value.integer(0, kTopKMax));
        return {};
    });
}

Result<void> read_member(std::string_view key, Json value, Prompt& prompt) {
    if (key == "messages") {
        return value.each_item([&](Json message) -> Result<void> {
            LICET_TRY(prompt.turns.emplace_back(), read_turn(message, read_blocks));
            return {};
        });
    }
    if (key == "system") {
        return read_blocks(value, prompt.system);
    }
    if (key == "inferenceConfig") {
        return read_config(value, prompt);
    }
    if (key == "additionalModelRequestFields") {
        return read_additional(value, prompt);
    }
    if (key == "additionalModelResponseFieldPaths") {
        return value.each_item([](Json) -> Result<void> { return unsupported(); });
    }
    return unsupported();
}

/// The texts are Bedrock's own; clients look for parts of them.
Result<void> check_turns(const std::vector<Turn>& turns) {
    if (turns.empty()) {
        return wire::at("$.messages", wire::missing());
    }
    if (turns.front().role != Role::user) {
        return Error{ErrorKind::invalid,
                     "A conversation must start with a user message. Try again with a conversation "
                     "that starts with a user message."};
    }
    for (std::size_t i = 1; i < turns.size(); ++i) {
        if (turns[i].role == turns[i - 1].role) {
            return Error{ErrorKind::invalid,
                         "A conversation must alternate between user and assistant roles. Make "
                         "sure the conversation alternates between user and assistant roles and "
                         "try again."};
        }
    }
    return {};
}

std::string_view stop_reason_name(StopReason reason) {
    switch (reason) {
        case StopReason::end_turn:
            break;
        case StopReason::max_tokens:
            return "max_tokens";
        case StopReason::stop_sequence:
            return "stop_sequence";
        case StopReason::content_filtered:
            return "content_filtered";
    }
    return "end_turn";
}

}  // namespace

Result<Prompt> read_converse(Json body) {
    Prompt prompt;
    auto read = body.each_member(
        [&](std::string_view key, Json value) { return read_member(key, value, prompt); });
    if (!read.ok()) {
        return wire::at("$", std::move(read).error());
    }
    LICET_TRY_VOID(check_turns(prompt.turns));
    return prompt;
}

void write_converse(std::string& out, const Completion& completion, Milliseconds latency) {
    JsonWriter json{out};
    json.begin_object();
    json.key("output").begin_object().key("message").begin_object();
    json.member("role", "assistant").key("content").begin_array();
    if (!completion.text.empty()) {
        json.begin_object().member("text", completion.text).end_object();
    }
    json.end_array().end_object().end_object();
    json.member("stopReason", stop_reason_name(completion.stop_reason));
    json.key("usage").begin_object();
    json.key("inputTokens").integer(completion.input_tokens);
    json.key("outputTokens").integer(completion.output_tokens);
    json.key("totalTokens").integer(completion.input_tokens + completion.output_tokens);
    json.end_object();
    json.key("metrics").begin_object().key("latencyMs").integer(latency.count()).end_object();
    json.end_object();
}

}  // namespace licet::gateway
