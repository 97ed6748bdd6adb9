// SPDX-License-Identifier: Apache-2.0
#include "gateway/upstreams/converse_request.h"

#include "base/json_writer.h"
#include "gateway/upstreams/anthropic_request.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace licet::gateway {
namespace {

constexpr std::string_view kBetas = "anthropic_beta";

bool is_anthropic(Maker maker) {
    return maker == Maker::anthropic || maker == Maker::anthropic_claude_3;
}

Error cannot(std::string what) {
    return Error{ErrorKind::invalid, std::move(what)};
}

Result<void> write_image(JsonWriter& json, const Image& image) {
    if (!image.url.empty()) {
        return cannot("a picture by its URL cannot be given to this model; give its bytes");
    }
    json.key("image").begin_object().member("format", image.format);
    json.key("source").begin_object().member("bytes", image.base64).end_object();
    json.end_object();
    return {};
}

/// Names are letters, digits, hyphens, brackets and single blanks. Source: Bedrock Runtime API
/// Reference, DocumentBlock.
std::string document_name(std::string_view name) {
    constexpr std::size_t kBytesMax = 200;
    constexpr std::string_view kMarks = "-()[]";
    std::string out;
    for (const char c : name.substr(0, kBytesMax)) {
        const bool fits = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
                          (c >= 'a' && c <= 'z') || kMarks.find(c) != std::string_view::npos;
        if (fits) {
            out += c;
        } else if (!out.empty() && !out.ends_with(' ')) {
            out += ' ';
        }
    }
    while (out.ends_with(' ')) {
        out.pop_back();
    }
    return out.empty() ? "document" : out;
}

Result<void> write_document(JsonWriter& json, const Document& document) {
    LICET_TRY_VOID(check_citations(document));
    json.key("document").begin_object();
    if (!document.format.empty()) {
        json.member("format", document.format);
    }
    json.member("name", document_name(document.name));
    json.key("source").begin_object();
    json.member(document.text.empty() ? "bytes" : "text",
                document.text.empty() ? document.base64 : document.text);
    json.end_object();
    if (!document.context.empty()) {
        json.member("context", document.context);
    }
    json.end_object();
    return {};
}

void write_cache_point(JsonWriter& json, std::string_view ttl) {
    json.key("cachePoint").begin_object().member("type", "default");
    if (!ttl.empty()) {
        json.member("ttl", ttl);
    }
    json.end_object();
}

Result<void> write_tool_result(JsonWriter& json, const ToolResult& result) {
    json.key("toolResult").begin_object().member("toolUseId", result.id);
    json.key("content").begin_array();
    for (const auto& part : result.content) {
        json.begin_object();
        if (const auto* text = std::get_if<Text>(&part)) {
            json.member("text", text->text);
        } else if (const auto* image = std::get_if<Image>(&part)) {
            LICET_TRY_VOID(write_image(json, *image));
        } else {
            LICET_TRY_VOID(write_document(json, std::get<Document>(part)));
        }
        json.end_object();
    }
    json.end_array();
    if (result.failed) {
        json.member("status", "error");
    }
    json.end_object();
    return {};
}

void write_reasoning(JsonWriter& json, const Reasoning& reasoning) {
    json.key("reasoningContent").begin_object();
    if (!reasoning.redacted.empty()) {
        json.member("redactedContent", reasoning.redacted);
    } else {
        json.key("reasoningText").begin_object().member("text", reasoning.text);
        if (!reasoning.signature.empty()) {
            json.member("signature", reasoning.signature);
        }
        json.end_object();
    }
    json.end_object();
}

/// Guarded texts are texts here: the guardrails are licet's own.
Result<void> write_block(JsonWriter& json, const Block& block) {
    if (const auto* text = std::get_if<Text>(&block)) {
        json.member("text", text->text);
    } else if (const auto* guarded = std::get_if<GuardedText>(&block)) {
        json.member("text", guarded->text);
    } else if (const auto* image = std::get_if<Image>(&block)) {
        return write_image(json, *image);
    } else if (const auto* document = std::get_if<Document>(&block)) {
        return write_document(json, *document);
    } else if (const auto* use = std::get_if<ToolUse>(&block)) {
        json.key("toolUse").begin_object().member("toolUseId", use->id).member("name", use->name);
        json.key("input").raw(use->input).end_object();
    } else if (const auto* result = std::get_if<ToolResult>(&block)) {
        return write_tool_result(json, *result);
    } else if (const auto* reasoning = std::get_if<Reasoning>(&block)) {
        write_reasoning(json, *reasoning);
    } else {
        write_cache_point(json, std::get<CachePoint>(block).ttl);
    }
    return {};
}

/// @param anthropic whether the model takes back only thoughts that are signed
Result<void> write_blocks(JsonWriter& json, const std::vector<Block>& blocks, bool anthropic) {
    json.begin_array();
    for (const auto& block : blocks) {
        if (anthropic && is_unsigned_thought(block)) {
            continue;
        }
        json.begin_object();
        LICET_TRY_VOID(write_block(json, block));
        json.end_object();
    }
    json.end_array();
    return {};
}

Result<void> write_messages(JsonWriter& json, const Conversation& conversation, bool anthropic) {
    if (!conversation.system.empty()) {
        json.key("system");
        LICET_TRY_VOID(write_blocks(json, conversation.system, anthropic));
    }
    json.key("messages").begin_array();
    for (const auto& turn : conversation.turns) {
        if (anthropic) {
            LICET_TRY_VOID(check_thoughts(turn));
        }
        json.begin_object().member("role", turn.role == Role::user ? "user" : "assistant");
        json.key("content");
        LICET_TRY_VOID(write_blocks(json, turn.blocks, anthropic));
        json.end_object();
    }
    json.end_array();
    return {};
}

void write_settings(JsonWriter& json, const Conversation& conversation) {
    json.key("inferenceConfig").begin_object();
    if (conversation.max_tokens) {
        json.key("maxTokens").integer(*conversation.max_tokens);
    }
    if (conversation.temperature) {
        json.key("temperature").real(std::min(*conversation.temperature, 1.0));
    }
    if (conversation.top_p) {
        json.key("topP").real(*conversation.top_p);
    }
    if (!conversation.stop_sequences.empty()) {
        json.key("stopSequences").begin_array();
        for (const auto stop : conversation.stop_sequences) {
            json.string(stop);
        }
        json.end_array();
    }
    json.end_object();
}

void write_tool(JsonWriter& json, const Tool& tool) {
    json.begin_object().key("toolSpec").begin_object().member("name", tool.name);
    if (!tool.description.empty()) {
        json.member("description", tool.description);
    }
    json.key("inputSchema").begin_object().key("json").raw(tool.schema).end_object();
    if (tool.strict) {
        json.key("strict").boolean(true);
    }
    json.end_object().end_object();
    if (tool.cache_point) {
        json.begin_object();
        write_cache_point(json, tool.cache_point->ttl);
        json.end_object();
    }
}

/// Converse cannot be told that one answer may ask for one tool only. Anthropic's models from
/// Claude 4 on can, in their own words for the choice, beside which Converse takes none of its own.
bool has_native_choice(const Conversation& conversation) {
    return !conversation.tools.empty() && !conversation.tool_choice.parallel;
}

void write_tool_choice(JsonWriter& json, const ToolChoice& choice) {
    json.key("toolChoice").begin_object();
    json.key(choice.kind == ToolChoice::Kind::automatic ? "auto"
             : choice.kind == ToolChoice::Kind::any     ? "any"
                                                        : "tool");
    json.begin_object();
    if (choice.kind == ToolChoice::Kind::one) {
        json.member("name", choice.name);
    }
    json.end_object().end_object();
}

void write_tools(JsonWriter& json, const Conversation& conversation) {
    if (conversation.tools.empty()) {
        return;
    }
    json.key("toolConfig").begin_object().key("tools").begin_array();
    for (const auto& tool : conversation.tools) {
        write_tool(json, tool);
    }
    json.end_array();
    if (!has_native_choice(conversation)) {
        write_tool_choice(json, conversation.tool_choice);
    }
    json.end_object();
}

/// The field of the model's own that has top-k; empty: it has none. Source: Bedrock User Guide,
/// "Inference request parameters and response fields for foundation models".
std::string_view top_k_field(Maker maker) {
    switch (maker) {
        case Maker::anthropic:
        case Maker::anthropic_claude_3:
            return "top_k";
        case Maker::amazon_nova:
            return "inferenceConfig";
        case Maker::cohere:
            return "k";
        case Maker::other:
            return {};
    }
    return {};
}

void write_top_k(JsonWriter& json, Maker maker, std::int64_t top_k) {
    json.key(top_k_field(maker));
    if (maker == Maker::amazon_nova) {
        json.begin_object().key("topK").integer(top_k).end_object();
    } else {
        json.integer(top_k);
    }
}

/// What Converse has no member for goes under the names of the model's maker.
Result<void> write_additional(JsonWriter& json, const Conversation& conversation, Maker maker) {
    const bool anthropic = is_anthropic(maker);
    const auto top_k = top_k_field(maker);
    const auto& thinking = conversation.thinking;
    const bool thinks = thinking && thinking->kind != Thinking::Kind::off;
    const bool has_effort = !conversation.effort.empty();
    if (((thinks || has_effort) && !anthropic) || (conversation.top_k && top_k.empty())) {
        return cannot(fmt::format("{}: is not supported by this model's upstream",
                                  thinks       ? "thinking"
                                  : has_effort ? "output_config.effort"
                                               : "top_k"));
    }
    const bool has_betas =
        std::any_of(conversation.additional.begin(), conversation.additional.end(),
                    [](const auto& field) { return field.first == kBetas; });
    const bool adds_betas = anthropic && !conversation.betas.empty() && !has_betas;
    const bool chooses = has_native_choice(conversation);
    if (!thinks && !conversation.top_k && !has_effort && !adds_betas && !chooses &&
        conversation.additional.empty()) {
        return {};
    }
    json.key("additionalModelRequestFields").begin_object();
    if (conversation.top_k) {
        write_top_k(json, maker, *conversation.top_k);
    }
    if (anthropic) {
        write_anthropic_thinking(json, thinking,
                                 conversation.max_tokens.value_or(kAnthropicMaxTokens));
    }
    if (has_effort) {
        json.key("output_config").begin_object().member("effort", conversation.effort).end_object();
    }
    if (chooses) {
        write_anthropic_tool_choice(json, conversation.tool_choice);
    }
    for (const auto& [name, value] : conversation.additional) {
        if ((name == top_k && conversation.top_k) || (name == "thinking" && thinks) ||
            (name == "tool_choice" && chooses)) {
            return cannot(fmt::format("`{}` is not for the model's additional fields", name));
        }
        json.key(name).raw(value);
    }
    if (adds_betas) {
        json.key(kBetas).raw(betas_json(conversation.betas));
    }
    json.end_object();
    return {};
}

void write_metadata(JsonWriter& json, const Conversation& conversation) {
    if (conversation.metadata.empty()) {
        return;
    }
    json.key("requestMetadata").begin_object();
    for (const auto& [name, value] : conversation.metadata) {
        json.member(name, value);
    }
    json.end_object();
}

/// A schema is a text here.
void write_output_config(JsonWriter& json, const AnswerFormat& format) {
    if (format.kind != AnswerFormat::Kind::json_schema) {
        return;
    }
    json.key("outputConfig").begin_object().key("textFormat").begin_object();
    json.member("type", "json_schema").key("structure").begin_object();
    json.key("jsonSchema").begin_object().member("schema", format.schema);
    for (const auto& [name, text] :
         {std::pair{"name", format.name}, {"description", format.description}}) {
        if (!text.empty()) {
            json.member(name, text);
        }
    }
    json.end_object().end_object().end_object().end_object();
}

/// What Converse has no means for is not left out unnoticed.
Result<void> check(const Conversation& conversation, Maker maker) {
    LICET_TRY_VOID(check_for_anthropic(conversation));
    if (!conversation.anthropic_only.empty()) {
        return cannot(fmt::format("{}: is not supported by this model's upstream",
                                  conversation.anthropic_only));
    }
    if (is_anthropic(maker)) {
        LICET_TRY_VOID(check_effort(conversation));
    }
    if (conversation.tools.empty()) {
        return {};
    }
    if (conversation.tool_choice.kind == ToolChoice::Kind::none) {
        return cannot("tool_choice: this model's upstream cannot forbid tools; give none");
    }
    return conversation.tool_choice.parallel || maker == Maker::anthropic
               ? Result<void>{}
               : cannot("parallel_tool_calls: this model's upstream cannot forbid them");
}

}  // namespace

Maker maker_of(std::string_view model_id) {
    constexpr std::pair<std::string_view, Maker> kMakers[] = {
        {"anthropic.claude-3-", Maker::anthropic_claude_3},
        {"anthropic.", Maker::anthropic},
        {"amazon.nova-", Maker::amazon_nova},
        {"cohere.command-r-", Maker::cohere}};
    for (const auto& [beginning, maker] : kMakers) {
        if (model_id.starts_with(beginning)) {
            return maker;
        }
    }
    return Maker::other;
}

Result<std::string> converse_body(const Conversation& conversation, Maker maker) {
    LICET_TRY_VOID(check(conversation, maker));
    std::string out;
    JsonWriter json{out};
    json.begin_object();
    LICET_TRY_VOID(write_messages(json, conversation, is_anthropic(maker)));
    write_settings(json, conversation);
    write_tools(json, conversation);
    write_output_config(json, conversation.format);
    LICET_TRY_VOID(write_additional(json, conversation, maker));
    write_metadata(json, conversation);
    json.end_object();
    return out;
}

}  // namespace licet::gateway
