// SPDX-License-Identifier: Apache-2.0
#include "gateway/doors/anthropic_messages.h"

#include "base/json_writer.h"
#include "gateway/doors/fields.h"
#include "wire/fault.h"

namespace licet::gateway {
namespace {

constexpr std::string_view kVersion = "bedrock-2023-05-31";
constexpr std::size_t kStopSequencesMax = 8191;

Result<void> read_block(Json block, Texts& texts) {
    bool is_text = false;
    const std::size_t before = texts.size();
    LICET_TRY_VOID(block.each_member([&](std::string_view key, Json value) -> Result<void> {
        if (key == "type") {
            LICET_TRY(const auto type, value.text());
            is_text = type == "text";
            return is_text ? Result<void>{} : Error{ErrorKind::invalid, "only `text` is supported"};
        }
        if (key != "text") {
            return unsupported();
        }
        LICET_TRY(texts.emplace_back(), value.filled_text());
        return {};
    }));
    if (!is_text) {
        return wire::at(".type", wire::missing());
    }
    return texts.size() > before ? Result<void>{} : wire::at(".text", wire::missing());
}

/// A text, or a list of blocks.
Result<void> read_content(Json content, Texts& texts) {
    if (content.is_text()) {
        LICET_TRY(texts.emplace_back(), content.filled_text());
        return {};
    }
    return content.each_item([&](Json block) { return read_block(block, texts); });
}

Result<void> read_message(Json message, std::vector<Turn>& turns) {
    LICET_TRY(auto turn, read_turn(message, read_content));
    if (turns.empty() && turn.role != Role::user) {
        return Error{ErrorKind::invalid, "first message must use the \"user\" role"};
    }
    if (turns.empty() || turns.back().role != turn.role) {
        turns.push_back(std::move(turn));
    } else {
        auto& texts = turns.back().texts;
        texts.insert(texts.end(), turn.texts.begin(), turn.texts.end());
    }
    return {};
}

Result<void> read_version(Json value) {
    LICET_TRY(const auto version, value.text());
    return version == kVersion ? Result<void>{}
                               : Error{ErrorKind::invalid, "must be `bedrock-2023-05-31`"};
}

/// What is of one number or one list.
Result<void> read_setting(std::string_view key, Json value, Prompt& prompt) {
    if (key == "max_tokens") {
        LICET_TRY(prompt.max_tokens, value.integer(1, kMaxTokensMax));
    } else if (key == "temperature") {
        LICET_TRY(prompt.temperature, value.number(0, 1));
    } else if (key == "top_p") {
        LICET_TRY(prompt.top_p, value.number(0, 1));
    } else if (key == "top_k") {
        LICET_TRY(prompt.top_k, value.integer(0, kTopKMax));
    } else if (key == "stop_sequences") {
        LICET_TRY(prompt.stop_sequences, read_stop_sequences(value, kStopSequencesMax));
    } else {
        return unsupported();
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
            return "refusal";
    }
    return "end_turn";
}

}  // namespace

Result<Prompt> read_anthropic_messages(Json body) {
    Prompt prompt;
    bool has_version = false;
    auto read = body.each_member([&](std::string_view key, Json value) -> Result<void> {
        if (key == "anthropic_version") {
            has_version = true;
            return read_version(value);
        }
        if (key == "messages") {
            return value.each_item(
                [&](Json message) { return read_message(message, prompt.turns); });
        }
        return key == "system" ? read_content(value, prompt.system)
                               : read_setting(key, value, prompt);
    });
    if (!read.ok()) {
        return wire::at("$", std::move(read).error());
    }
    if (!has_version) {
        return wire::at("$.anthropic_version", wire::missing());
    }
    if (!prompt.max_tokens) {
        return wire::at("$.max_tokens", wire::missing());
    }
    if (prompt.turns.empty()) {
        return wire::at("$.messages", wire::missing());
    }
    return prompt;
}

void write_anthropic_message(std::string& out, const Completion& completion, std::string_view id,
                             std::string_view model_id) {
    JsonWriter json{out};
    json.begin_object();
    json.member("id", id).member("type", "message").member("role", "assistant");
    json.member("model", model_id).key("content").begin_array();
    if (!completion.text.empty()) {
        json.begin_object().member("type", "text").member("text", completion.text).end_object();
    }
    json.end_array();
    json.member("stop_reason", stop_reason_name(completion.stop_reason)).key("stop_sequence");
    if (completion.stop_sequence.empty()) {
        json.null();
    } else {
        json.string(completion.stop_sequence);
    }
    json.key("usage").begin_object();
    json.key("input_tokens").integer(completion.input_tokens);
    json.key("output_tokens").integer(completion.output_tokens);
    json.end_object().end_object();
}

}  // namespace licet::gateway
