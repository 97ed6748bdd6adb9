// SPDX-License-Identifier: Apache-2.0
#include "gateway/upstreams/openai_request.h"

#include "base/json_writer.h"
#include "gateway/texts.h"
#include "gateway/upstreams/anthropic_request.h"
#include "gateway/upstreams/body_edit.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

namespace licet::gateway {
namespace {

constexpr std::string_view kUsageInStream = R"({"include_usage":true})";

Error cannot(std::string what) {
    return Error{ErrorKind::invalid, std::move(what)};
}

std::string quoted(std::string_view text) {
    std::string out;
    append_json_string(out, text);
    return out;
}

void write_image(JsonWriter& json, const Image& image) {
    json.begin_object().member("type", "image_url").key("image_url").begin_object();
    json.member("url", image.url.empty()
                           ? fmt::format("data:image/{};base64,{}", image.format, image.base64)
                           : std::string{image.url});
    if (!image.detail.empty()) {
        json.member("detail", image.detail);
    }
    json.end_object().end_object();
}

void write_text_part(JsonWriter& json, std::string_view text) {
    json.begin_object().member("type", "text").member("text", text).end_object();
}

Result<void> write_document(JsonWriter& json, const Document& document) {
    LICET_TRY_VOID(check_citations(document));
    if (document.text.empty() && document.format == "pdf") {
        json.begin_object().member("type", "file").key("file").begin_object();
        json.member("filename", document.name.empty() ? "document.pdf" : document.name);
        json.member("file_data", fmt::format("data:application/pdf;base64,{}", document.base64));
        json.end_object().end_object();
        if (!document.context.empty()) {
            write_text_part(json, document.context);
        }
        return {};
    }
    if (document.text.empty()) {
        return cannot(
            "a document that is a file can be given to this model as a pdf only; give its text");
    }
    std::string text;
    for (const auto part : {document.name, document.context, document.text}) {
        text.append(text.empty() || part.empty() ? "" : "\n\n").append(part);
    }
    write_text_part(json, text);
    return {};
}

std::string_view text_of(const Block& block) {
    if (const auto* text = std::get_if<Text>(&block)) {
        return text->text;
    }
    const auto* guarded = std::get_if<GuardedText>(&block);
    return guarded == nullptr ? std::string_view{} : guarded->text;
}

bool is_text(const Block& block) {
    return std::holds_alternative<Text>(block) || std::holds_alternative<GuardedText>(block);
}

/// What a message says itself, beside the tools it asks for or answers.
bool is_content(const Block& block) {
    return is_text(block) || std::holds_alternative<Image>(block) ||
           std::holds_alternative<Document>(block);
}

/// One text as a text, several blocks as a list of parts: joining them would change what was said.
Result<void> write_content(JsonWriter& json, const std::vector<Block>& blocks) {
    const auto count = std::count_if(blocks.begin(), blocks.end(), is_content);
    const auto first = std::find_if(blocks.begin(), blocks.end(), is_content);
    json.key("content");
    if (count == 0) {
        json.null();
        return {};
    }
    if (count == 1 && is_text(*first)) {
        json.string(text_of(*first));
        return {};
    }
    json.begin_array();
    for (const auto& block : blocks) {
        if (is_text(block)) {
            write_text_part(json, text_of(block));
        } else if (const auto* image = std::get_if<Image>(&block)) {
            write_image(json, *image);
        } else if (const auto* document = std::get_if<Document>(&block)) {
            LICET_TRY_VOID(write_document(json, *document));
        }
    }
    json.end_array();
    return {};
}

void write_tool_calls(JsonWriter& json, const std::vector<Block>& blocks) {
    const auto is_call = [](const Block& b) { return std::holds_alternative<ToolUse>(b); };
    if (std::none_of(blocks.begin(), blocks.end(), is_call)) {
        return;
    }
    json.key("tool_calls").begin_array();
    for (const auto& block : blocks) {
        if (const auto* use = std::get_if<ToolUse>(&block)) {
            json.begin_object().member("id", use->id).member("type", "function");
            json.key("function").begin_object().member("name", use->name);
            json.member("arguments", use->input).end_object().end_object();
        }
    }
    json.end_array();
}

Result<void> write_tool_result(JsonWriter& json, const ToolResult& result) {
    std::string text;
    for (const auto& part : result.content) {
        const auto* words = std::get_if<Text>(&part);
        const auto* document = std::get_if<Document>(&part);
        if (words == nullptr && (document == nullptr || document->text.empty())) {
            return cannot("the result of a tool can only be text for this model");
        }
        text.append(text.empty() ? "" : "\n").append(words ? words->text : document->text);
    }
    json.begin_object().member("role", "tool").member("tool_call_id", result.id);
    json.member("content", result.failed ? "Error: " + text : text).end_object();
    return {};
}

/// The results of tools are messages of their own, before what else the user says.
Result<void> write_turn(JsonWriter& json, const Turn& turn) {
    bool says_more = false;
    for (const auto& block : turn.blocks) {
        if (const auto* result = std::get_if<ToolResult>(&block)) {
            LICET_TRY_VOID(write_tool_result(json, *result));
        } else {
            says_more = says_more || is_content(block) || std::holds_alternative<ToolUse>(block);
        }
    }
    if (!says_more) {
        return {};
    }
    json.begin_object().member("role", turn.role == Role::user ? "user" : "assistant");
    LICET_TRY_VOID(write_content(json, turn.blocks));
    write_tool_calls(json, turn.blocks);
    json.end_object();
    return {};
}

Result<void> write_messages(JsonWriter& json, const Conversation& conversation) {
    json.key("messages").begin_array();
    if (std::any_of(conversation.system.begin(), conversation.system.end(), is_text)) {
        json.begin_object().member("role", "system");
        LICET_TRY_VOID(write_content(json, conversation.system));
        json.end_object();
    }
    for (const auto& turn : conversation.turns) {
        LICET_TRY_VOID(write_turn(json, turn));
    }
    json.end_array();
    return {};
}

void write_tools(JsonWriter& json, const Conversation& conversation) {
    if (conversation.tools.empty()) {
        return;
    }
    json.key("tools").begin_array();
    for (const auto& tool : conversation.tools) {
        json.begin_object().member("type", "function").key("function").begin_object();
        json.member("name", tool.name);
        if (!tool.description.empty()) {
            json.member("description", tool.description);
        }
        json.key("parameters").raw(tool.schema);
        if (tool.strict) {
            json.key("strict").boolean(true);
        }
        json.end_object().end_object();
    }
    json.end_array();
    const auto& choice = conversation.tool_choice;
    json.key("tool_choice");
    switch (choice.kind) {
        case ToolChoice::Kind::automatic:
            json.string("auto");
            break;
        case ToolChoice::Kind::any:
            json.string("required");
            break;
        case ToolChoice::Kind::none:
            json.string("none");
            break;
        case ToolChoice::Kind::one:
            json.begin_object().member("type", "function").key("function").begin_object();
            json.member("name", choice.name).end_object().end_object();
            break;
    }
    if (!choice.parallel) {
        json.key("parallel_tool_calls").boolean(false);
    }
}

void write_format(JsonWriter& json, const AnswerFormat& format) {
    if (format.kind == AnswerFormat::Kind::text) {
        return;
    }
    json.key("response_format").begin_object();
    if (format.kind == AnswerFormat::Kind::json) {
        json.member("type", "json_object").end_object();
        return;
    }
    json.member("type", "json_schema").key("json_schema").begin_object();
    json.member("name", format.name)
        .key("schema")
        .raw(format.schema.empty() ? "{}" : format.schema);
    if (format.strict) {
        json.key("strict").boolean(true);
    }
    if (!format.description.empty()) {
        json.member("description", format.description);
    }
    json.end_object().end_object();
}

void write_settings(JsonWriter& json, const Conversation& conversation,
                    std::string_view limit_member) {
    if (conversation.max_tokens) {
        json.key(limit_member).integer(*conversation.max_tokens);
    }
    if (conversation.temperature) {
        json.key("temperature").real(*conversation.temperature);
    }
    if (conversation.top_p) {
        json.key("top_p").real(*conversation.top_p);
    }
    if (conversation.top_k) {
        json.key("top_k").integer(*conversation.top_k);
    }
    if (!conversation.stop_sequences.empty()) {
        json.key("stop").begin_array();
        for (const auto stop : conversation.stop_sequences) {
            json.string(stop);
        }
        json.end_array();
    }
    if (!conversation.end_user.empty()) {
        json.member("user", conversation.end_user);
    }
}

/// A budget of tokens as the nearest of the efforts that this API knows. Empty: nothing was asked.
std::string_view effort_of(const Conversation& conversation) {
    constexpr std::int64_t kLow = 4'096;
    constexpr std::int64_t kMedium = 16'384;
    const auto& thinking = conversation.thinking;
    if (thinking && !thinking->effort.empty()) {
        return thinking->effort;
    }
    if (!conversation.effort.empty()) {
        return conversation.effort == "max" ? "xhigh" : conversation.effort;
    }
    if (!thinking || thinking->kind != Thinking::Kind::budget) {
        return {};
    }
    const auto budget = thinking->budget_tokens;
    return budget <= kLow ? "low" : budget <= kMedium ? "medium" : "high";
}

Result<void> write_additional(JsonWriter& json, const Conversation& conversation) {
    // No others: what lets a server choose another model, or a longer answer, has many names.
    static constexpr std::array<std::string_view, 11> kKnown{
        "seed",       "logprobs",           "top_logprobs",
        "logit_bias", "frequency_penalty",  "presence_penalty",
        "min_p",      "repetition_penalty", "reasoning_effort",
        "verbosity",  "service_tier"};
    for (const auto& [name, value] : conversation.additional) {
        if (std::find(kKnown.begin(), kKnown.end(), name) == kKnown.end()) {
            return cannot(
                fmt::format("`{}` is not for this model's additional fields", name.substr(0, 64)));
        }
        if (name == "reasoning_effort" && conversation.thinking) {
            return cannot("`reasoning_effort` is said twice: what `thinking` says becomes it");
        }
        json.key(name).raw(value);
    }
    return {};
}

/// What only Anthropic's models know is not left out unnoticed.
Result<void> check_for_openai(const Conversation& conversation) {
    const bool displays = conversation.thinking && !conversation.thinking->display.empty();
    const auto& path = displays ? std::string{"thinking.display"} : conversation.anthropic_only;
    return path.empty()
               ? Result<void>{}
               : cannot(fmt::format("{}: is not supported by this model's upstream", path));
}

std::size_t bytes_of(const Conversation& conversation) {
    std::size_t bytes = 1'024;
    each_text(conversation, [&](std::string_view text) { bytes += text.size() + 64; });
    return bytes;
}

}  // namespace

Result<std::string> openai_chat_body(const Asking& asking, std::string_view model,
                                     std::string_view limit_member) {
    const auto& conversation = asking.conversation;
    if (asking.dialect == Dialect::openai_chat && !asking.body.empty()) {
        const auto name = quoted(model);
        const auto limit = std::to_string(conversation.max_tokens.value_or(0));
        std::vector<MemberEdit> edits{
            {"model", name},
            {"stream", asking.stream ? "true" : "false"},
            {"stream_options", asking.stream ? kUsageInStream : std::string_view{}}};
        if (conversation.limit_is_ours) {
            edits.push_back({limit_member, limit});
        }
        auto edited = edit_members(asking.body, edits);
        if (edited) {
            return *std::move(edited);
        }
    }
    for (const auto* path : {&conversation.native_only, &conversation.native_prompt}) {
        if (!path->empty()) {
            return cannot(fmt::format("{}: is not supported by this model's upstream", *path));
        }
    }
    LICET_TRY_VOID(check_for_openai(conversation));
    std::string out;
    out.reserve(bytes_of(conversation));
    JsonWriter json{out};
    json.begin_object().member("model", model);
    LICET_TRY_VOID(write_messages(json, conversation));
    write_settings(json, conversation, limit_member);
    write_tools(json, conversation);
    write_format(json, conversation.format);
    if (const auto effort = effort_of(conversation); !effort.empty()) {
        json.member("reasoning_effort", effort);
    }
    LICET_TRY_VOID(write_additional(json, conversation));
    if (asking.stream) {
        json.key("stream").boolean(true).key("stream_options").raw(kUsageInStream);
    }
    json.end_object();
    return out;
}

}  // namespace licet::gateway
