// SPDX-License-Identifier: Apache-2.0
#include "gateway/upstreams/invoke_request.h"

#include "base/json_writer.h"
#include "gateway/input_tags.h"
#include "gateway/makers.h"
#include "gateway/prompt_format.h"
#include "gateway/upstreams/anthropic_request.h"
#include "gateway/upstreams/body_edit.h"

#include <array>
#include <vector>

namespace licet::gateway {
namespace {

constexpr std::string_view kBetas = "anthropic_beta";
constexpr std::string_view kBodyVersion = R"("bedrock-2023-05-31")";

/// Where a maker's bodies have the limit of an answer.
struct LimitPlace {
    std::string_view object = {};  ///< empty: the body
    std::string_view member;
};

LimitPlace limit_place(Dialect dialect) {
    if (dialect == Dialect::amazon_nova) {
        return {"inferenceConfig", "maxTokens"};
    }
    const auto* const format = prompt_format(dialect);
    return format == nullptr ? LimitPlace{.member = "max_tokens"}
                             : LimitPlace{format->settings, format->max_tokens};
}

/// Model and stream are in the path.
std::optional<std::string> anthropic_body(std::string_view body, const Conversation& conversation) {
    std::vector<MemberEdit> edits{
        {"anthropic_version", kBodyVersion}, {"model"}, {"stream"}, {kInvokeGuardrailConfig}};
    std::string betas;
    if (!conversation.betas.empty() && member_of(body, kBetas).empty()) {
        betas = betas_json(conversation.betas);  // that came in a header
        edits.push_back({kBetas, betas});
    }
    return edit_members(body, edits);
}

/// Without the guardrails, which are licet's, and with a limit where that is licet's.
std::optional<std::string> edited_body(Dialect dialect, std::string_view body,
                                       const Conversation& conversation) {
    constexpr std::string_view kEmpty = "{}";
    std::vector<MemberEdit> edits{{kInvokeGuardrailConfig}};
    if (!conversation.limit_is_ours) {
        return edit_members(body, edits);
    }
    const auto place = limit_place(dialect);
    const auto limit = std::to_string(conversation.max_tokens.value_or(0));
    const MemberEdit edit{place.member, limit};
    if (place.object.empty()) {
        edits.push_back(edit);
        return edit_members(body, edits);
    }
    const auto settings = member_of(body, place.object);
    const auto limited = edit_members(settings.starts_with('{') ? settings : kEmpty,
                                      std::array<MemberEdit, 1>{edit});
    if (!limited) {
        return std::nullopt;
    }
    edits.push_back({place.object, *limited});
    return edit_members(body, edits);
}

void write_settings(JsonWriter& json, const Conversation& conversation,
                    const PromptFormat& format) {
    if (conversation.max_tokens) {
        json.key(format.max_tokens).integer(*conversation.max_tokens);
    }
    if (conversation.temperature) {
        json.key(format.temperature).real(*conversation.temperature);
    }
    if (conversation.top_p) {
        json.key(format.top_p).real(*conversation.top_p);
    }
    if (conversation.top_k) {
        json.key(format.top_k).integer(*conversation.top_k);
    }
    if (!conversation.stop_sequences.empty()) {
        json.key(format.stop_sequences).begin_array();
        for (const auto stop : conversation.stop_sequences) {
            json.string(stop);
        }
        json.end_array();
    }
}

/// All that such a body has was read of it.
std::string written_body(const Conversation& conversation, const PromptFormat& format) {
    std::string prompt;
    std::vector<std::string_view> images;
    for (const auto& block : conversation.turns.front().blocks) {
        if (const auto* text = std::get_if<Text>(&block)) {
            prompt += text->text;
        } else if (const auto* image = std::get_if<Image>(&block)) {
            images.push_back(image->base64);
        }
    }
    std::string out;
    JsonWriter json{out};
    json.begin_object().member(format.prompt, prompt);
    if (!images.empty()) {
        json.key(format.images).begin_array();
        for (const auto image : images) {
            json.string(image);
        }
        json.end_array();
    }
    if (!format.settings.empty()) {
        json.key(format.settings).begin_object();
    }
    write_settings(json, conversation, format);
    if (!format.settings.empty()) {
        json.end_object();
    }
    json.end_object();
    return out;
}

}  // namespace

std::optional<std::string> invoke_body(std::string_view model_id, Dialect dialect,
                                       std::string_view body, const Conversation& conversation) {
    // A chat in OpenAI's form is asked of Converse, whichever door it came through.
    const bool is_chat = dialect == Dialect::openai_chat || dialect == Dialect::mistral_chat;
    if (is_chat || !takes_bodies(model_id, dialect)) {
        return std::nullopt;
    }
    if (dialect == Dialect::anthropic) {
        return body.empty() ? std::nullopt : anthropic_body(body, conversation);
    }
    auto edited = body.empty() ? std::nullopt : edited_body(dialect, body, conversation);
    const auto* const format = prompt_format(dialect);
    return edited || format == nullptr ? std::move(edited) : written_body(conversation, *format);
}

}  // namespace licet::gateway
