// SPDX-License-Identifier: Apache-2.0
#include "gateway/doors/anthropic_reading.h"

#include "gateway/doors/anthropic_blocks.h"
#include "gateway/doors/reading.h"
#include "gateway/input_tags.h"
#include "gateway/json_texts.h"
#include "wire/fault.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace licet::gateway {
namespace {

constexpr std::string_view kBedrockVersion = "bedrock-2023-05-31";

constexpr std::array<std::string_view, 2> kRoles{"user", "assistant"};

/// What Anthropic's servers take and licet need not understand: it changes nothing that is scanned,
/// counted or decided. Settings go on where they say names and numbers only, also under guardrails;
/// the others have the model read more, or may say anything.
constexpr std::array<std::string_view, 5> kSettings{"cache_control", "speed", "service_tier",
                                                    "user_profile_id", "workspace_id"};
constexpr std::array<std::string_view, 3> kNative{"container", "diagnostics", "mcp_servers"};

constexpr std::string_view kFormatName = "answer";

Result<void> read_system(Json system, Conversation& out) {
    LICET_TRY_VOID(read_anthropic_blocks(system, false, out.system, out));
    const bool fits = std::all_of(out.system.begin(), out.system.end(), [](const Block& block) {
        return std::holds_alternative<Text>(block) || std::holds_alternative<CachePoint>(block);
    });
    return fits ? Result<void>{} : wrong("may have texts only");
}

Result<void> read_message(Json message, Conversation& out) {
    Turn turn;
    bool has_role = false;
    const bool of_model = text_at(message, "role") == kRoles[1];
    LICET_TRY_VOID(message.each_member([&](std::string_view key, Json value) -> Result<void> {
        if (key == "role") {
            LICET_TRY(const auto role, read_choice(value, kRoles));
            turn.role = static_cast<Role>(role);
            has_role = true;
            return {};
        }
        return key == "content" ? read_anthropic_blocks(value, of_model, turn.blocks, out)
                                : unsupported();
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

/// A tool that Anthropic defines: not one that asks a model, which nobody would have decided on.
Result<void> check_known_tool(Json tool, std::string_view type) {
    static constexpr std::array<std::string_view, 7> kKnown{
        "bash_",        "code_execution_", "computer_",  "memory_",
        "text_editor_", "web_fetch_",      "web_search_"};
    const bool known = std::any_of(kKnown.begin(), kKnown.end(),
                                   [&](auto prefix) { return type.starts_with(prefix); });
    if (!known || tool.find("model")) {
        return wire::at(".type", wrong(fmt::format("`{}` is not supported", type.substr(0, 64))));
    }
    return {};
}

/// Whether the server runs a tool, and gives the model what it finds.
bool is_fetching(std::string_view type) {
    static constexpr std::array<std::string_view, 3> kFetching{"code_execution_", "web_fetch_",
                                                               "web_search_"};
    return std::any_of(kFetching.begin(), kFetching.end(),
                       [&](auto prefix) { return type.starts_with(prefix); });
}

Result<void> read_tool(Json tool, Conversation& out) {
    if (out.tools.size() == kToolsMax) {
        return wrong(fmt::format("must not be more than {} tools", kToolsMax));
    }
    Tool read;
    const auto type = text_at(tool, "type").value_or("custom");
    if (const auto control = tool.find("cache_control")) {
        note_price("cache_control", *control, "$.tools[].cache_control", out);
    }
    if (type != "custom") {
        mark_native(out, "$.tools");
        if (is_fetching(type)) {
            mark_fetching(out, fmt::format("$.tools: `{}`", type.substr(0, 64)));
        }
        return check_known_tool(tool, type);
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
            LICET_TRY(read.cache_point, read_cache_control(value));
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
    LICET_TRY_VOID(choice.each_member([&](std::string_view key, Json value) -> Result<void> {
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
    }));
    const bool needs_none = out.tool_choice.kind != ToolChoice::Kind::one;
    return required(needs_none || !out.tool_choice.name.empty(), ".name");
}

/// `effort` and `format`.
Result<void> read_output_config(Json config, Conversation& out) {
    return config.each_member([&](std::string_view key, Json value) -> Result<void> {
        if (key == "effort") {
            LICET_TRY(out.effort, read_name(value, 16));
            return {};
        }
        const auto schema = value.find("schema");
        if (key != "format" || !schema || text_at(value, "type") != "json_schema") {
            mark_native(out, fmt::format("$.output_config.{}", key.substr(0, 64)));
            return {};
        }
        out.format = {.kind = AnswerFormat::Kind::json_schema, .name = kFormatName, .strict = true};
        LICET_TRY(out.format.schema, read_object(*schema, out));
        return {};
    });
}

bool is_name(std::string_view text) {
    constexpr std::size_t kBytesMax = 128;
    constexpr std::string_view kMarks = "-_.";
    return text.size() <= kBytesMax && std::all_of(text.begin(), text.end(), [&](char c) {
               return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                      kMarks.find(c) != std::string_view::npos;
           });
}

/// Whether it says nothing that a guardrail would read: all texts in it are names.
bool is_wordless(std::string_view json) {
    bool wordless = true;
    const auto look = [&](std::string_view text) {
        wordless = wordless && is_name(text);
        return std::string{text};
    };
    return change_strings(json, look) && wordless;
}

/// A member that only Anthropic's API can be told.
void keep_member(std::string_view key, Json value, Conversation& out) {
    const auto path = fmt::format("$.{}", key);
    auto json = value.minified();
    if (is_wordless(json)) {
        mark_anthropic_only(out, path);
        out.anthropic_members.emplace_back(key, out.keep(std::move(json)));
    } else {
        mark_native(out, path);
    }
}

/// Only what leaves parts of the conversation out: what would have a model sum it up asks that
/// model once more.
Result<void> read_context_management(Json management, Conversation& out) {
    keep_member("context_management", management, out);
    const auto read_edit_member = [](std::string_view key, Json value) -> Result<void> {
        if (key != "type") {
            return {};
        }
        LICET_TRY(const auto type, value.text());
        return type.starts_with("clear_thinking_") || type.starts_with("clear_tool_uses_")
                   ? Result<void>{}
                   : unsupported();
    };
    return management.each_member([&](std::string_view key, Json edits) -> Result<void> {
        return key == "edits"
                   ? edits.each_item([&](Json edit) { return edit.each_member(read_edit_member); })
                   : unsupported();
    });
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
    } else if (contains(kSettings, key)) {
        keep_member(key, value, out);
        note_price(key, value, fmt::format("$.{}", key), out);
    } else if (contains(kNative, key)) {
        mark_native(out, fmt::format("$.{}", key));
        if (key == "container" || key == "mcp_servers") {
            mark_fetching(out, fmt::format("$.{}", key));
        }
    } else {
        return unsupported();
    }
    return {};
}

/// What each form of a body has of its own.
Result<bool> read_frame(std::string_view key, Json value, AnthropicForm form, Conversation& out) {
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
        LICET_TRY_VOID(read_betas(value, out));
        return true;
    }
    if (key == kInvokeGuardrailConfig) {
        LICET_TRY_VOID(read_invoke_guardrail_config(value, out));
        return true;
    }
    return false;
}

Result<void> read_member(std::string_view key, Json value, AnthropicForm form, Conversation& out) {
    LICET_TRY(const bool done, read_frame(key, value, form, out));
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
    if (key == "output_config") {
        return read_output_config(value, out);
    }
    if (key == "context_management") {
        return read_context_management(value, out);
    }
    return key == "thinking" ? read_thinking(value, "$.thinking", out)
                             : read_setting(key, value, out);
}

}  // namespace

Result<Conversation> read_anthropic_request(Json body, AnthropicForm form) {
    Conversation out;
    LICET_TRY_VOID(read_body(body, [&](std::string_view key, Json value) {
        return read_member(key, value, form, out);
    }));
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
