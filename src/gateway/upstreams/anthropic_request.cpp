// SPDX-License-Identifier: Apache-2.0
#include "gateway/upstreams/anthropic_request.h"

#include "base/json_writer.h"
#include "gateway/input_tags.h"
#include "gateway/upstreams/body_edit.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace licet::gateway {
namespace {

constexpr std::string_view kCacheControl = "cache_control";
constexpr std::int64_t kLeastBudget = 1'024;  // of tokens to think with

Error cannot(std::string what) {
    return Error{ErrorKind::invalid, std::move(what)};
}

std::string quoted(std::string_view text) {
    std::string out;
    append_json_string(out, text);
    return out;
}

void write_cache_control(JsonWriter& json, std::string_view ttl) {
    json.key(kCacheControl).begin_object().member("type", "ephemeral");
    if (!ttl.empty()) {
        json.member("ttl", ttl);
    }
    json.end_object();
}

void write_text(JsonWriter& json, std::string_view text) {
    json.member("type", "text").member("text", text);
}

void write_image(JsonWriter& json, const Image& image) {
    json.member("type", "image").key("source").begin_object();
    if (image.url.empty()) {
        json.member("type", "base64").member("media_type", fmt::format("image/{}", image.format));
        json.member("data", image.base64);
    } else {
        json.member("type", "url").member("url", image.url);
    }
    json.end_object();
}

Result<void> write_document(JsonWriter& json, const Document& document) {
    LICET_TRY_VOID(check_citations(document));
    json.member("type", "document").key("source").begin_object();
    if (!document.text.empty()) {
        json.member("type", "text").member("media_type", "text/plain");
        json.member("data", document.text);
    } else if (document.format == "pdf") {
        json.member("type", "base64").member("media_type", "application/pdf");
        json.member("data", document.base64);
    } else {
        return cannot(
            fmt::format("a document of the format `{}` cannot be given to this model; "
                        "give a pdf or its text",
                        document.format));
    }
    json.end_object();
    if (!document.name.empty()) {
        json.member("title", document.name);
    }
    if (!document.context.empty()) {
        json.member("context", document.context);
    }
    return {};
}

Result<void> write_tool_result(JsonWriter& json, const ToolResult& result) {
    json.member("type", "tool_result").member("tool_use_id", result.id);
    json.key("content").begin_array();
    for (const auto& part : result.content) {
        json.begin_object();
        if (const auto* text = std::get_if<Text>(&part)) {
            write_text(json, text->text);
        } else if (const auto* image = std::get_if<Image>(&part)) {
            write_image(json, *image);
        } else {
            LICET_TRY_VOID(write_document(json, std::get<Document>(part)));
        }
        json.end_object();
    }
    json.end_array();
    if (result.failed) {
        json.key("is_error").boolean(true);
    }
    return {};
}

/// All of a block but what ends it.
Result<void> write_block(JsonWriter& json, const Block& block) {
    if (const auto* text = std::get_if<Text>(&block)) {
        write_text(json, text->text);
    } else if (const auto* guarded = std::get_if<GuardedText>(&block)) {
        write_text(json, guarded->text);
    } else if (const auto* image = std::get_if<Image>(&block)) {
        write_image(json, *image);
    } else if (const auto* document = std::get_if<Document>(&block)) {
        return write_document(json, *document);
    } else if (const auto* use = std::get_if<ToolUse>(&block)) {
        json.member("type", "tool_use").member("id", use->id).member("name", use->name);
        json.key("input").raw(use->input);
    } else if (const auto* result = std::get_if<ToolResult>(&block)) {
        return write_tool_result(json, *result);
    } else if (const auto* reasoning = std::get_if<Reasoning>(&block)) {
        if (!reasoning->redacted.empty()) {
            json.member("type", "redacted_thinking").member("data", reasoning->redacted);
        } else {
            json.member("type", "thinking").member("thinking", reasoning->text);
            json.member("signature", reasoning->signature);
        }
    }
    return {};
}

/// A cache point marks the block before it.
Result<void> write_blocks(JsonWriter& json, const std::vector<Block>& blocks) {
    json.begin_array();
    for (std::size_t i = 0; i < blocks.size(); ++i) {
        if (std::holds_alternative<CachePoint>(blocks[i]) || is_unsigned_thought(blocks[i])) {
            continue;
        }
        json.begin_object();
        LICET_TRY_VOID(write_block(json, blocks[i]));
        if (i + 1 < blocks.size()) {
            if (const auto* point = std::get_if<CachePoint>(&blocks[i + 1])) {
                write_cache_control(json, point->ttl);
            }
        }
        json.end_object();
    }
    json.end_array();
    return {};
}

Result<void> write_messages(JsonWriter& json, const Conversation& conversation) {
    if (!conversation.system.empty()) {
        json.key("system");
        LICET_TRY_VOID(write_blocks(json, conversation.system));
    }
    json.key("messages").begin_array();
    for (const auto& turn : conversation.turns) {
        LICET_TRY_VOID(check_thoughts(turn));
        json.begin_object().member("role", turn.role == Role::user ? "user" : "assistant");
        json.key("content");
        LICET_TRY_VOID(write_blocks(json, turn.blocks));
        json.end_object();
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
        json.begin_object().member("name", tool.name);
        if (!tool.description.empty()) {
            json.member("description", tool.description);
        }
        json.key("input_schema").raw(tool.schema);
        if (tool.strict) {
            json.key("strict").boolean(true);
        }
        if (tool.cache_point) {
            write_cache_control(json, tool.cache_point->ttl);
        }
        json.end_object();
    }
    json.end_array();
    write_anthropic_tool_choice(json, conversation.tool_choice);
}

/// An effort as a share of what the answer may have at most.
std::int64_t budget_of(const Thinking& thinking, std::int64_t max_tokens) {
    if (thinking.kind == Thinking::Kind::budget) {
        return thinking.budget_tokens;
    }
    const bool is_high = thinking.effort == "high" || thinking.effort == "xhigh";
    const auto share = is_high ? 4 : thinking.effort == "medium" ? 2 : 1;
    return std::max(kLeastBudget, max_tokens / 5 * share);
}

bool has_schema(const Conversation& conversation) {
    return conversation.format.kind == AnswerFormat::Kind::json_schema;
}

/// How much the answer may take, and its form.
void write_output_config(JsonWriter& json, const Conversation& conversation) {
    if (conversation.effort.empty() && !has_schema(conversation)) {
        return;
    }
    json.key("output_config").begin_object();
    if (!conversation.effort.empty()) {
        json.member("effort", conversation.effort);
    }
    if (has_schema(conversation)) {
        json.key("format").begin_object().member("type", "json_schema");
        json.key("schema").raw(conversation.format.schema).end_object();
    }
    json.end_object();
}

void write_settings(JsonWriter& json, const Conversation& conversation) {
    const auto max_tokens = conversation.max_tokens.value_or(kAnthropicMaxTokens);
    json.key("max_tokens").integer(max_tokens);
    if (conversation.temperature) {
        json.key("temperature").real(std::min(*conversation.temperature, 1.0));
    }
    if (conversation.top_p) {
        json.key("top_p").real(*conversation.top_p);
    }
    if (conversation.top_k) {
        json.key("top_k").integer(*conversation.top_k);
    }
    if (!conversation.stop_sequences.empty()) {
        json.key("stop_sequences").begin_array();
        for (const auto stop : conversation.stop_sequences) {
            json.string(stop);
        }
        json.end_array();
    }
    write_anthropic_thinking(json, conversation.thinking, max_tokens);
    write_output_config(json, conversation);
    if (!conversation.end_user.empty()) {
        json.key("metadata").begin_object().member("user_id", conversation.end_user).end_object();
    }
}

/// Whether the conversation says it already.
bool is_said(const Conversation& conversation, std::string_view name) {
    return (name == "temperature" && conversation.temperature) ||
           (name == "top_p" && conversation.top_p) ||
           (name == "stop_sequences" && !conversation.stop_sequences.empty()) ||
           (name == "output_config" && has_schema(conversation));
}

Result<void> write_additional(JsonWriter& json, const Conversation& conversation) {
    // No others: what lets the server ask other models, or read more, has many names.
    static constexpr std::array<std::string_view, 7> kKnown{
        "temperature", "top_p",        "stop_sequences", "cache_control",
        "speed",       "service_tier", "output_config"};
    for (const auto& [name, value] : conversation.additional) {
        if (name == "anthropic_beta") {  // goes as a header
            continue;
        }
        if (std::find(kKnown.begin(), kKnown.end(), name) == kKnown.end()) {
            return cannot(
                fmt::format("`{}` is not for the model's additional fields", name.substr(0, 64)));
        }
        if (is_said(conversation, name)) {
            return cannot(
                fmt::format("`{}` is said twice: among the model's additional fields, "
                            "and as a setting of every model's",
                            name));
        }
        json.key(name).raw(value);
    }
    return {};
}

}  // namespace

Result<void> check_for_anthropic(const Conversation& conversation) {
    for (const auto* path :
         {&conversation.native_only, &conversation.native_prompt, &conversation.chat_only}) {
        if (!path->empty()) {
            return cannot(fmt::format("{}: is not supported by this model's upstream", *path));
        }
    }
    const auto& format = conversation.format;
    if (format.kind == AnswerFormat::Kind::json ||
        (has_schema(conversation) && format.schema.empty())) {
        return cannot(
            "response_format: this model's upstream has no form of an answer but by a schema; give "
            "a `json_schema` with its `schema`");
    }
    return {};
}

/// What this API would refuse, and does not name in the words of the caller's.
Result<void> check_effort(const Conversation& conversation) {
    if (!conversation.thinking || conversation.thinking->kind != Thinking::Kind::effort) {
        return {};
    }
    if (conversation.max_tokens.value_or(kAnthropicMaxTokens) <= kLeastBudget) {
        return cannot(
            fmt::format("reasoning_effort: takes more than {} tokens of an answer at this "
                        "model's upstream; ask for more at most, or leave it out",
                        kLeastBudget));
    }
    const auto choice = conversation.tool_choice.kind;
    const bool forces = !conversation.tools.empty() &&
                        (choice == ToolChoice::Kind::any || choice == ToolChoice::Kind::one);
    const char* const other = conversation.temperature.value_or(1.0) != 1.0 ? "temperature"
                              : conversation.top_k                          ? "top_k"
                              : forces                                      ? "tool_choice"
                                                                            : nullptr;
    return other == nullptr
               ? Result<void>{}
               : cannot(fmt::format("{}: cannot be chosen beside reasoning_effort at this model's "
                                    "upstream; leave one of them out",
                                    other));
}

void write_anthropic_tool_choice(JsonWriter& json, const ToolChoice& choice) {
    constexpr std::array<std::string_view, 4> kKinds{"auto", "any", "none", "tool"};
    json.key("tool_choice").begin_object();
    json.member("type", kKinds[static_cast<std::size_t>(choice.kind)]);
    if (choice.kind == ToolChoice::Kind::one) {
        json.member("name", choice.name);
    }
    if (!choice.parallel && choice.kind != ToolChoice::Kind::none) {
        json.key("disable_parallel_tool_use").boolean(true);
    }
    json.end_object();
}

Result<void> check_citations(const Document& document) {
    return document.citations
               ? cannot(
                     "citations: only an answer of the same API that goes on as it came can tell "
                     "them; ask without them")
               : Result<void>{};
}

bool is_unsigned_thought(const Block& block) {
    const auto* thought = std::get_if<Reasoning>(&block);
    return thought != nullptr && thought->signature.empty() && thought->redacted.empty();
}

Result<void> check_thoughts(const Turn& turn) {
    const bool says_more =
        std::any_of(turn.blocks.begin(), turn.blocks.end(), [](const auto& block) {
            return !is_unsigned_thought(block) && !std::holds_alternative<CachePoint>(block);
        });
    return says_more ? Result<void>{}
                     : cannot(
                           "a message of nothing but thoughts without their signature cannot be "
                           "given to this model; leave it out");
}

void write_anthropic_thinking(JsonWriter& json, const std::optional<Thinking>& thinking,
                              std::int64_t max_tokens) {
    if (!thinking) {
        return;
    }
    json.key("thinking").begin_object();
    if (thinking->kind == Thinking::Kind::off) {
        json.member("type", "disabled");
    } else if (thinking->kind == Thinking::Kind::adaptive) {
        json.member("type", "adaptive");
    } else {
        json.member("type", "enabled");
        json.key("budget_tokens").integer(budget_of(*thinking, max_tokens));
    }
    if (!thinking->display.empty()) {
        json.member("display", thinking->display);
    }
    json.end_object();
}

std::string betas_json(std::string_view betas) {
    std::string out;
    JsonWriter json{out};
    json.begin_array();
    while (!betas.empty()) {
        const auto end = std::min(betas.find(','), betas.size());
        auto name = betas.substr(0, end);
        betas.remove_prefix(std::min(end + 1, betas.size()));
        name.remove_prefix(std::min(name.find_first_not_of(" \t"), name.size()));
        name = name.substr(0, name.find_last_not_of(" \t") + 1);
        const bool is_name =
            std::all_of(name.begin(), name.end(), [](char c) { return c > ' ' && c < 0x7f; });
        if (is_name && !name.empty()) {
            json.string(name);
        }
    }
    json.end_array();
    return out;
}

Result<std::string> anthropic_body(const Asking& asking, std::string_view model) {
    if (asking.dialect == Dialect::anthropic && !asking.body.empty()) {
        const auto name = quoted(model);
        const std::array<MemberEdit, 5> edits{
            {{"model", name},
             {"stream", asking.stream ? "true" : std::string_view{}},
             {"anthropic_version", {}},
             {"anthropic_beta", {}},
             {kInvokeGuardrailConfig, {}}}};
        if (auto edited = edit_members(asking.body, edits)) {
            return *std::move(edited);
        }
    }
    const auto& conversation = asking.conversation;
    LICET_TRY_VOID(check_for_anthropic(conversation));
    LICET_TRY_VOID(check_effort(conversation));
    std::string out;
    JsonWriter json{out};
    json.begin_object().member("model", model);
    LICET_TRY_VOID(write_messages(json, conversation));
    write_settings(json, conversation);
    write_tools(json, conversation);
    LICET_TRY_VOID(write_additional(json, conversation));
    for (const auto& [name, value] : conversation.anthropic_members) {
        json.key(name).raw(value);
    }
    if (asking.stream) {
        json.key("stream").boolean(true);
    }
    json.end_object();
    return out;
}

}  // namespace licet::gateway
