// SPDX-License-Identifier: Apache-2.0
#include "gateway/doors/anthropic_reading.h"

#include "gateway/doors/reading.h"
#include "wire/fault.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace licet::gateway {
namespace {

constexpr std::string_view kBedrockVersion = "bedrock-2023-05-31";
constexpr std::size_t kIdBytesMax = 128;

constexpr std::array<std::string_view, 2> kRoles{"user", "assistant"};
constexpr std::array<std::string_view, 4> kMediaTypes{"image/png", "image/jpeg", "image/gif",
                                                      "image/webp"};

/// What Anthropic's servers take and licet need not understand: it changes nothing that is scanned,
/// counted or decided.
constexpr std::array<std::string_view, 6> kNative{"service_tier",  "container",
                                                  "mcp_servers",   "output_config",
                                                  "inference_geo", "context_management"};

Error wrong(std::string message) {
    return Error{ErrorKind::invalid, std::move(message)};
}

Result<void> required(bool is_there, std::string_view path) {
    return is_there ? Result<void>{} : wire::at(path, wire::missing());
}

Result<CachePoint> read_cache_control(Json control) {
    CachePoint out;
    LICET_TRY_VOID(control.each_member([&](std::string_view key, Json value) -> Result<void> {
        static constexpr std::array<std::string_view, 1> kTypes{"ephemeral"};
        static constexpr std::array<std::string_view, 2> kTtls{"5m", "1h"};
        if (key == "type") {
            if (auto type = read_choice(value, kTypes); !type.ok()) {
                return std::move(type).error();
            }
        } else if (key == "ttl") {
            LICET_TRY(const auto ttl, read_choice(value, kTtls));
            out.ttl = kTtls[ttl];
        } else {
            return unsupported();
        }
        return {};
    }));
    return out;
}

/// The parts of a `source`; which of them must be there its type says.
struct Source {
    std::string_view type, media_type, data, url;
};

Result<Source> read_source(Json source) {
    Source out;
    LICET_TRY_VOID(source.each_member([&](std::string_view key, Json value) -> Result<void> {
        auto* const part = key == "type"         ? &out.type
                           : key == "media_type" ? &out.media_type
                           : key == "data"       ? &out.data
                           : key == "url"        ? &out.url
                                                 : nullptr;
        if (part == nullptr) {
            return unsupported();
        }
        LICET_TRY(*part, out.type == "base64" && key == "data" ? read_base64(value) : value.text());
        return {};
    }));
    return out;
}

Result<Image> read_image(Json block) {
    const auto member = block.find("source");
    LICET_TRY_VOID(required(member.has_value(), ".source"));
    auto source = read_source(*member);
    if (!source.ok()) {
        return wire::at(".source", source.error());
    }
    if (source->type == "url" && source->url.starts_with("http")) {
        return Image{.format = "", .url = source->url};
    }
    const auto known = std::find(kMediaTypes.begin(), kMediaTypes.end(), source->media_type);
    if (source->type != "base64" || known == kMediaTypes.end() || source->data.empty()) {
        return wire::at(".source", wrong("must be base64 of png, jpeg, gif or webp, or a url"));
    }
    LICET_TRY_VOID(read_base64(*member->find("data")));
    return Image{.format = known->substr(6), .base64 = source->data};
}

Result<Document> read_document(Json block) {
    const auto member = block.find("source");
    LICET_TRY_VOID(required(member.has_value(), ".source"));
    auto source = read_source(*member);
    if (!source.ok()) {
        return wire::at(".source", source.error());
    }
    Document out{.format = "txt",
                 .name = text_at(block, "title").value_or(""),
                 .context = text_at(block, "context").value_or("")};
    if (const auto citations = block.find("citations")) {
        const auto enabled = citations->find("enabled");
        LICET_TRY(out.citations, enabled ? enabled->boolean() : Result<bool>{false});
    }
    if (source->type == "text" && !source->data.empty()) {
        out.text = source->data;
        return out;
    }
    if (source->type != "base64" || source->media_type != "application/pdf") {
        return wire::at(".source", wrong("must be a text, or base64 of application/pdf"));
    }
    LICET_TRY_VOID(read_base64(*member->find("data")));
    out.format = "pdf";
    out.base64 = source->data;
    return out;
}

/// What a type of block may have besides `type` and `cache_control`.
Result<void> check_members(Json block, std::initializer_list<std::string_view> known) {
    return block.each_member([&](std::string_view key, Json /*value*/) -> Result<void> {
        const bool is_known = key == "type" || key == "cache_control" ||
                              std::find(known.begin(), known.end(), key) != known.end();
        return is_known ? Result<void>{} : unsupported();
    });
}

Result<std::string_view> required_text(Json block, std::string_view member) {
    const auto value = block.find(member);
    const auto path = fmt::format(".{}", member);
    LICET_TRY_VOID(required(value.has_value(), path));
    auto text = value->text();
    return text.ok() ? text : wire::at(path, text.error());
}

Result<ToolResult> read_tool_result(Json block) {
    LICET_TRY_VOID(check_members(block, {"tool_use_id", "content", "is_error"}));
    ToolResult out;
    LICET_TRY(out.id, required_text(block, "tool_use_id"));
    if (const auto failed = block.find("is_error"); failed && !failed->is_null()) {
        LICET_TRY(out.failed, failed->boolean());
    }
    const auto content = block.find("content");
    if (!content || content->is_null()) {
        return out;
    }
    if (content->is_text()) {
        out.content.emplace_back(Text{content->text().value()});
        return out;
    }
    auto read = content->each_item([&](Json part) -> Result<void> {
        const auto type = text_at(part, "type").value_or("");
        if (type == "text") {
            LICET_TRY(const auto text, required_text(part, "text"));
            out.content.emplace_back(Text{text});
        } else if (type == "image") {
            LICET_TRY(const auto image, read_image(part));
            out.content.emplace_back(image);
        } else if (type == "document") {
            LICET_TRY(const auto document, read_document(part));
            out.content.emplace_back(document);
        } else {
            return wire::at(".type", wrong("must be `text`, `image` or `document`"));
        }
        return {};
    });
    if (!read.ok()) {
        return wire::at(".content", std::move(read).error());
    }
    return out;
}

Result<Block> read_typed_block(std::string_view type, Json block, Conversation& kept) {
    if (type == "text") {
        LICET_TRY_VOID(check_members(block, {"text", "citations"}));
        LICET_TRY(const auto text, required_text(block, "text"));
        return Block{Text{text}};
    }
    if (type == "image") {
        LICET_TRY_VOID(check_members(block, {"source"}));
        LICET_TRY(const auto image, read_image(block));
        return Block{image};
    }
    if (type == "document") {
        LICET_TRY_VOID(check_members(block, {"source", "title", "context", "citations"}));
        LICET_TRY(const auto document, read_document(block));
        return Block{document};
    }
    if (type == "tool_use") {
        LICET_TRY_VOID(check_members(block, {"id", "name", "input", "caller"}));
        const auto input = block.find("input");
        LICET_TRY_VOID(required(input.has_value(), ".input"));
        ToolUse use;
        LICET_TRY(use.id, required_text(block, "id"));
        LICET_TRY(use.name, required_text(block, "name"));
        LICET_TRY(use.input, read_object(*input, kept));
        return Block{use};
    }
    if (type == "tool_result") {
        LICET_TRY(auto result, read_tool_result(block));
        return Block{std::move(result)};
    }
    if (type == "thinking") {
        LICET_TRY_VOID(check_members(block, {"thinking", "signature"}));
        Reasoning reasoning;
        LICET_TRY(reasoning.text, required_text(block, "thinking"));
        reasoning.signature = text_at(block, "signature").value_or("");
        return Block{reasoning};
    }
    if (type == "redacted_thinking") {
        LICET_TRY_VOID(check_members(block, {"data"}));
        LICET_TRY(const auto data, required_text(block, "data"));
        return Block{Reasoning{.redacted = data}};
    }
    return wire::at(".type", wrong(fmt::format("`{}` is not supported", type.substr(0, 64))));
}

Result<void> read_block(Json block, std::vector<Block>& out, Conversation& kept) {
    LICET_TRY(const auto type, required_text(block, "type"));
    LICET_TRY(auto read, read_typed_block(type, block, kept));
    if (const auto* text = std::get_if<Text>(&read);
        text != nullptr && text->text.find_first_not_of(" \t\r\n\v\f") == std::string_view::npos) {
        return wire::at(".text", wrong("must not be blank"));
    }
    out.push_back(std::move(read));
    if (const auto control = block.find("cache_control"); control && !control->is_null()) {
        auto point = read_cache_control(*control);
        if (!point.ok()) {
            return wire::at(".cache_control", point.error());
        }
        out.emplace_back(*point);
    }
    return {};
}

/// A text, or a list of blocks.
Result<void> read_content(Json content, std::vector<Block>& out, Conversation& kept) {
    if (content.is_text()) {
        LICET_TRY(const auto text, content.filled_text());
        out.emplace_back(Text{text});
        return {};
    }
    return content.each_item([&](Json block) -> Result<void> {
        return out.size() < kBlocksMax
                   ? read_block(block, out, kept)
                   : wrong(fmt::format("must not be more than {} blocks", kBlocksMax));
    });
}

Result<void> read_system(Json system, Conversation& out) {
    LICET_TRY_VOID(read_content(system, out.system, out));
    const bool fits = std::all_of(out.system.begin(), out.system.end(), [](const Block& block) {
        return std::holds_alternative<Text>(block) || std::holds_alternative<CachePoint>(block);
    });
    return fits ? Result<void>{} : wrong("may have texts only");
}

Result<void> read_message(Json message, Conversation& out) {
    Turn turn;
    bool has_role = false;
    LICET_TRY_VOID(message.each_member([&](std::string_view key, Json value) -> Result<void> {
        if (key == "role") {
            LICET_TRY(const auto role, read_choice(value, kRoles));
            turn.role = static_cast<Role>(role);
            has_role = true;
            return {};
        }
        return key == "content" ? read_content(value, turn.blocks, out) : unsupported();
    }));
    LICET_TRY_VOID(required(has_role, ".role"));
    if (turn.blocks.empty()) {
        return wire::at(".content", wrong("must not be empty"));
    }
    if (out.turns.empty() && turn.role != Role::user) {
        return wrong("first message must use the \"user\" role");
    }
    append_turn(out, std::move(turn));
    return {};
}

Result<void> read_tool(Json tool, Conversation& out) {
    if (out.tools.size() == kToolsMax) {
        return wrong(fmt::format("must not be more than {} tools", kToolsMax));
    }
    Tool read;
    const auto type = text_at(tool, "type").value_or("custom");
    if (type != "custom") {  // one that Anthropic's servers run
        mark_native(out, "$.tools");
        return {};
    }
    LICET_TRY_VOID(tool.each_member([&](std::string_view key, Json value) -> Result<void> {
        if (key == "name") {
            LICET_TRY(read.name, read_name(value, kToolNameBytesMax));
        } else if (key == "description") {
            LICET_TRY(read.description, value.text());
        } else if (key == "input_schema") {
            LICET_TRY(read.schema, read_object(value, out));
        } else if (key == "strict") {
            LICET_TRY(read.strict, value.boolean());
        } else if (key == "cache_control") {
            if (auto point = read_cache_control(value); !point.ok()) {
                return std::move(point).error();
            }
            read.cache_point_after = true;
        } else if (key != "type") {
            mark_native(out, "$.tools");
        }
        return {};
    }));
    LICET_TRY_VOID(required(!read.name.empty(), ".name"));
    LICET_TRY_VOID(required(!read.schema.empty(), ".input_schema"));
    out.tools.push_back(read);
    return {};
}

Result<void> read_tool_choice(Json choice, Conversation& out) {
    return choice.each_member([&](std::string_view key, Json value) -> Result<void> {
        static constexpr std::array<std::string_view, 4> kKinds{"auto", "any", "none", "tool"};
        if (key == "type") {  // in the order of the enum
            LICET_TRY(const auto kind, read_choice(value, kKinds));
            out.tool_choice.kind = static_cast<ToolChoice::Kind>(kind);
        } else if (key == "name") {
            LICET_TRY(out.tool_choice.name, read_name(value, kToolNameBytesMax));
        } else if (key == "disable_parallel_tool_use") {
            LICET_TRY(const auto disabled, value.boolean());
            out.tool_choice.parallel = !disabled;
        } else {
            return unsupported();
        }
        return {};
    });
}

Result<void> read_thinking(Json thinking, Conversation& out) {
    const auto type = text_at(thinking, "type").value_or("");
    Thinking read;
    if (type == "disabled") {
        read.kind = Thinking::Kind::off;
    } else if (type == "adaptive") {
        read.kind = Thinking::Kind::adaptive;
    } else {
        const auto budget = thinking.find("budget_tokens");
        if (type != "enabled" || !budget) {
            return wrong(
                "must be of the type `enabled` with `budget_tokens`, `adaptive` or "
                "`disabled`");
        }
        LICET_TRY(read.budget_tokens, budget->integer(1, kOutputTokensMax));
    }
    out.thinking = read;
    return {};
}

/// What is of one number or one list.
Result<void> read_setting(std::string_view key, Json value, Conversation& out) {
    if (key == "max_tokens") {
        LICET_TRY(out.max_tokens, value.integer(1, kOutputTokensMax));
    } else if (key == "temperature") {
        LICET_TRY(out.temperature, value.number(0, 1));
    } else if (key == "top_p") {
        LICET_TRY(out.top_p, value.number(0, 1));
    } else if (key == "top_k") {
        LICET_TRY(out.top_k, value.integer(0, kTopKLargest));
    } else if (key == "stop_sequences") {
        LICET_TRY(out.stop_sequences, read_texts(value, kStopSequencesMost));
    } else if (key == "metadata") {
        out.end_user = text_at(value, "user_id").value_or("");
    } else if (std::find(kNative.begin(), kNative.end(), key) != kNative.end()) {
        mark_native(out, fmt::format("$.{}", key));
    } else {
        return unsupported();
    }
    return {};
}

/// What each form of a body has of its own.
Result<bool> read_frame(std::string_view key, Json value, AnthropicForm form) {
    if (form != AnthropicForm::invoke) {
        return key == "model" || key == "stream";
    }
    if (key == "anthropic_version") {
        LICET_TRY(const auto version, value.text());
        if (version != kBedrockVersion) {
            return wrong("must be `bedrock-2023-05-31`");
        }
        return true;
    }
    if (key == "anthropic_beta") {
        LICET_TRY_VOID(read_texts(value, 64));
        return true;
    }
    return false;
}

Result<void> read_member(std::string_view key, Json value, AnthropicForm form, Conversation& out) {
    LICET_TRY(const bool done, read_frame(key, value, form));
    if (done) {
        return {};
    }
    if (key == "messages") {
        return value.each_item([&](Json message) { return read_message(message, out); });
    }
    if (key == "system") {
        return read_system(value, out);
    }
    if (key == "tools") {
        return value.each_item([&](Json tool) { return read_tool(tool, out); });
    }
    if (key == "tool_choice") {
        return read_tool_choice(value, out);
    }
    return key == "thinking" ? read_thinking(value, out) : read_setting(key, value, out);
}

}  // namespace

Result<Conversation> read_anthropic_request(Json body, AnthropicForm form) {
    Conversation out;
    auto read = body.each_member(
        [&](std::string_view key, Json value) { return read_member(key, value, form, out); });
    if (!read.ok()) {
        return wire::at("$", std::move(read).error());
    }
    if (form == AnthropicForm::invoke && !body.find("anthropic_version")) {
        return wire::at("$.anthropic_version", wire::missing());
    }
    if (form != AnthropicForm::counting && !out.max_tokens) {
        return wire::at("$.max_tokens", wire::missing());
    }
    if (out.turns.empty()) {
        return wire::at("$.messages", wire::missing());
    }
    return out;
}

}  // namespace licet::gateway
