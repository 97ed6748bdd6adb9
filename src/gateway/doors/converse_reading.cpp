// SPDX-License-Identifier: Apache-2.0
#include "gateway/doors/converse_reading.h"

#include "gateway/doors/converse_blocks.h"
#include "gateway/doors/reading.h"
#include "gateway/guardrail_request.h"
#include "wire/fault.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace licet::gateway {
namespace {

constexpr std::size_t kStopSequencesMax = 2'500;
constexpr std::size_t kMetadataMax = 16;
constexpr std::size_t kMetadataBytesMax = 256;  // of a key, and of a value
constexpr std::size_t kAnswerPathsMax = 10;
constexpr std::size_t kAnswerPathBytesMax = 256;
constexpr std::string_view kFormatName = "answer";

constexpr std::array<std::string_view, 2> kRoles{"user", "assistant"};

Result<void> read_message(Json message, Conversation& out) {
    Turn turn;
    bool has_role = false;
    const auto speaker = text_at(message, "role") == kRoles[1] ? Speaker::assistant : Speaker::user;
    LICET_TRY_VOID(message.each_member([&](std::string_view key, Json value) -> Result<void> {
        if (key == "role") {
            LICET_TRY(const auto role, read_choice(value, kRoles));
            turn.role = static_cast<Role>(role);
            has_role = true;
            return {};
        }
        return key == "content" ? read_converse_blocks(value, speaker, turn.blocks, out)
                                : unsupported();
    }));
    LICET_TRY_VOID(required(has_role, ".role"));
    if (turn.blocks.empty()) {
        return wire::at(".content", wrong("must not be empty"));
    }
    out.turns.push_back(std::move(turn));
    return {};
}

Result<void> read_config(Json config, Conversation& out) {
    return config.each_member([&](std::string_view key, Json value) -> Result<void> {
        if (key == "maxTokens") {
            LICET_TRY(out.max_tokens, value.integer(1, kOutputTokensMax));
        } else if (key == "temperature") {
            LICET_TRY(out.temperature, value.number(0, 1));
        } else if (key == "topP") {
            LICET_TRY(out.top_p, value.number(0, 1));
        } else if (key == "stopSequences") {
            LICET_TRY(out.stop_sequences, read_texts(value, kStopSequencesMax));
        } else {
            return unsupported();
        }
        return {};
    });
}

Result<void> read_tool_spec(Json spec, Conversation& out) {
    Tool tool;
    LICET_TRY_VOID(spec.each_member([&](std::string_view key, Json value) -> Result<void> {
        if (key == "name") {
            LICET_TRY(tool.name, read_name(value, kToolNameBytesMax));
        } else if (key == "description") {
            LICET_TRY(tool.description, value.text());
        } else if (key == "strict") {
            LICET_TRY(tool.strict, value.boolean());
        } else if (key == "inputSchema") {
            return value.each_member([&](std::string_view name, Json schema) -> Result<void> {
                if (name != "json") {
                    return unsupported();
                }
                LICET_TRY(tool.schema, read_object(schema, out));
                return {};
            });
        } else {
            return unsupported();
        }
        return {};
    }));
    LICET_TRY_VOID(required(!tool.name.empty(), ".name"));
    LICET_TRY_VOID(required(!tool.schema.empty(), ".inputSchema.json"));
    if (out.tools.size() == kToolsMax) {
        return wrong(fmt::format("must not be more than {} tools", kToolsMax));
    }
    out.tools.push_back(tool);
    return {};
}

Result<void> read_tool(Json tool, Conversation& out) {
    return tool.each_member([&](std::string_view key, Json value) -> Result<void> {
        if (key == "toolSpec") {
            return read_tool_spec(value, out);
        }
        if (key == "cachePoint" && !out.tools.empty()) {
            note_price(key, value, "$.toolConfig.tools[].cachePoint", out);
            LICET_TRY(out.tools.back().cache_point, read_cache_point(value));
            return {};
        }
        return unsupported();
    });
}

Result<void> read_tool_choice(Json choice, Conversation& out) {
    return choice.each_member([&](std::string_view key, Json value) -> Result<void> {
        if (key == "auto") {
            out.tool_choice.kind = ToolChoice::Kind::automatic;
        } else if (key == "any") {
            out.tool_choice.kind = ToolChoice::Kind::any;
        } else if (key == "tool") {
            const auto name = value.find("name");
            LICET_TRY_VOID(required(name.has_value(), ".name"));
            out.tool_choice.kind = ToolChoice::Kind::one;
            LICET_TRY(out.tool_choice.name, read_name(*name, kToolNameBytesMax));
        } else {
            return unsupported();
        }
        return {};
    });
}

Result<void> read_tools(Json config, Conversation& out) {
    LICET_TRY_VOID(config.each_member([&](std::string_view key, Json value) -> Result<void> {
        if (key == "tools") {
            return value.each_item([&](Json tool) { return read_tool(tool, out); });
        }
        return key == "toolChoice" ? read_tool_choice(value, out) : unsupported();
    }));
    return required(!out.tools.empty(), ".tools");
}

/// What a model takes besides. Some clients always send it, empty.
Result<void> read_additional(Json fields, Conversation& out) {
    return fields.each_member([&](std::string_view key, Json value) -> Result<void> {
        if (key == "top_k") {
            LICET_TRY(out.top_k, value.integer(0, kTopKLargest));
            return {};
        }
        if (key == "thinking") {
            return read_thinking(value, "$.additionalModelRequestFields.thinking", out);
        }
        if (key == "anthropic_beta") {
            LICET_TRY_VOID(read_betas(value, out));
        }
        note_price(key, value, fmt::format("$.additionalModelRequestFields.{}", key.substr(0, 64)),
                   out);
        out.additional.emplace_back(key, out.keep(value.minified()));
        return {};
    });
}

Result<void> read_metadata(Json metadata, Conversation& out) {
    LICET_TRY_VOID(metadata.each_member([&](std::string_view key, Json value) -> Result<void> {
        LICET_TRY(const auto text, value.text());
        if (key.empty() || key.size() > kMetadataBytesMax || text.size() > kMetadataBytesMax) {
            return wrong(
                fmt::format("must have a key and a value of at most {} bytes", kMetadataBytesMax));
        }
        out.metadata.emplace_back(key, text);
        return {};
    }));
    return out.metadata.size() > kMetadataMax
               ? wrong(fmt::format("must not have more than {} members", kMetadataMax))
               : Result<void>{};
}

/// Whether it is a JSON pointer to a member or an item. Source: RFC 6901.
bool is_pointer(std::string_view text) {
    if (!text.starts_with('/') || text.size() > kAnswerPathBytesMax) {
        return false;
    }
    for (auto at = text.find('~'); at != std::string_view::npos; at = text.find('~', at + 1)) {
        if (at + 1 == text.size() || (text[at + 1] != '0' && text[at + 1] != '1')) {
            return false;
        }
    }
    return true;
}

/// Those that an answer has nothing at are ignored. Source: Bedrock Runtime API Reference,
/// Converse, additionalModelResponseFieldPaths.
Result<void> read_answer_paths(Json list, Conversation& out) {
    LICET_TRY(out.answer_paths, read_texts(list, kAnswerPathsMax));
    if (!std::all_of(out.answer_paths.begin(), out.answer_paths.end(), is_pointer)) {
        return wrong("must be JSON pointers");
    }
    for (const auto known : {kStopSequencePath, kDeltaStopSequencePath}) {
        if (std::find(out.answer_paths.begin(), out.answer_paths.end(), known) !=
            out.answer_paths.end()) {
            out.echoed.emplace_back(known, "null");
        }
    }
    return {};
}

/// `{"type": "default"}` and `{"latency": "standard"}` say what is so anyway.
Result<void> read_preference(std::string_view key, Json value, std::string_view member,
                             std::string_view usual, Conversation& out) {
    const auto chosen = value.find(member);
    LICET_TRY(const auto text, chosen ? chosen->text() : Result<std::string_view>{usual});
    if (text != usual) {
        mark_native(out, fmt::format("$.{}", key));
        mark_repriced(out, fmt::format("$.{}", key));
    }
    return {};
}

Result<void> read_schema(Json definition, Conversation& out) {
    LICET_TRY_VOID(definition.each_member([&](std::string_view key, Json value) -> Result<void> {
        if (key == "name") {
            LICET_TRY(out.format.name, read_name(value, kToolNameBytesMax));
        } else if (key == "schema") {
            LICET_TRY(const auto text, value.text());
            JsonReader reader;  // the body's own must live on
            const auto parsed = reader.parse(text, JsonReader::Padding::absent);
            if (!parsed.ok() || !parsed->is_object()) {
                return wrong("must be a JSON object in a text");
            }
            out.format.schema = out.keep(parsed->minified());
        } else if (key == "description") {
            LICET_TRY(out.format.description, value.text());
        } else {
            return unsupported();
        }
        return {};
    }));
    return required(!out.format.schema.empty(), ".schema");
}

/// `{"textFormat": {"type": "json_schema", "structure": {"jsonSchema": …}}}`.
Result<void> read_output_config(Json config, Conversation& out) {
    const auto format = config.find("textFormat");
    const auto structure = format ? format->find("structure") : std::nullopt;
    const auto schema = structure ? structure->find("jsonSchema") : std::nullopt;
    if (!schema || text_at(*format, "type") != "json_schema") {
        return wire::at(".textFormat", wrong("must be a `json_schema` with its `structure`"));
    }
    out.format = {.kind = AnswerFormat::Kind::json_schema, .name = kFormatName, .strict = true};
    auto read = read_schema(*schema, out);
    return read.ok() ? read : wire::at(".textFormat.structure.jsonSchema", std::move(read).error());
}

Result<void> read_member(std::string_view key, Json value, Conversation& out) {
    if (key == "inferenceConfig") {
        return read_config(value, out);
    }
    if (key == "additionalModelRequestFields") {
        return read_additional(value, out);
    }
    if (key == "additionalModelResponseFieldPaths") {
        return read_answer_paths(value, out);
    }
    if (key == "requestMetadata") {
        return read_metadata(value, out);
    }
    if (key == "performanceConfig") {
        return read_preference(key, value, "latency", "standard", out);
    }
    if (key == "serviceTier") {
        return read_preference(key, value, "type", "default", out);
    }
    if (key == "guardrailConfig") {  // Exchange reads it, before all else is understood
        return check_guardrail_config(value);
    }
    return key == "outputConfig" ? read_output_config(value, out)
                                 : read_converse_part(key, value, out);
}

}  // namespace

Result<void> read_converse_part(std::string_view key, Json value, Conversation& out) {
    if (key == "messages") {
        return value.each_item([&](Json message) { return read_message(message, out); });
    }
    if (key == "system") {
        return read_converse_blocks(value, Speaker::system, out.system, out);
    }
    return key == "toolConfig" ? read_tools(value, out) : unsupported();
}

/// The texts are Bedrock's own; clients look for parts of them.
Result<void> check_converse_turns(const std::vector<Turn>& turns) {
    if (turns.empty()) {
        return wire::at("$.messages", wire::missing());
    }
    if (turns.front().role != Role::user) {
        return wrong(
            "A conversation must start with a user message. Try again with a conversation "
            "that starts with a user message.");
    }
    for (std::size_t i = 1; i < turns.size(); ++i) {
        if (turns[i].role == turns[i - 1].role) {
            return wrong(
                "A conversation must alternate between user and assistant roles. Make "
                "sure the conversation alternates between user and assistant roles and "
                "try again.");
        }
    }
    return {};
}

Result<Conversation> read_converse_request(Json body) {
    Conversation out;
    LICET_TRY_VOID(read_body(
        body, [&](std::string_view key, Json value) { return read_member(key, value, out); }));
    LICET_TRY_VOID(check_converse_turns(out.turns));
    return out;
}

}  // namespace licet::gateway
