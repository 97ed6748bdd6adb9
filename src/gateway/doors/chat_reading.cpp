// SPDX-License-Identifier: Apache-2.0
#include "gateway/doors/chat_reading.h"

#include "gateway/doors/reading.h"
#include "gateway/input_tags.h"
#include "wire/fault.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <initializer_list>
#include <span>

namespace licet::gateway {
namespace {

constexpr std::size_t kStopsMax = 4;
constexpr std::string_view kEmptyObject = "{}";
constexpr std::string_view kAnyInput = R"({"type":"object","properties":{}})";

/// What servers of this API take and licet need not understand: it changes nothing that is scanned,
/// counted or decided.
constexpr std::array<std::string_view, 10> kNative{
    "seed",         "logprobs",         "top_logprobs", "logit_bias", "frequency_penalty",
    "service_tier", "presence_penalty", "verbosity",    "min_p",      "repetition_penalty"};

Error wrong(std::string message) {
    return Error{ErrorKind::invalid, std::move(message)};
}

Result<void> required(bool is_there, std::string_view path) {
    return is_there ? Result<void>{} : wire::at(path, wire::missing());
}

bool contains(std::span<const std::string_view> names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n\v\f") == std::string_view::npos;
}

/// What is said twice, or is not known, upstreams may read another way than what is scanned.
Result<void> check_members(Json object, std::initializer_list<std::string_view> known) {
    return object.each_member([&](std::string_view key, Json /*value*/) -> Result<void> {
        return contains({known.begin(), known.size()}, key) ? Result<void>{} : unsupported();
    });
}

Result<void> read_part(Json part, std::vector<Block>& out, Conversation& kept) {
    const auto type = text_at(part, "type").value_or("");
    if (const auto control = part.find("cache_control")) {
        note_price("cache_control", *control, "cache_control", kept);
    }
    if (type == "text") {
        LICET_TRY_VOID(check_members(part, {"type", "text", "cache_control"}));
        const auto text = part.find("text");
        LICET_TRY_VOID(required(text.has_value(), ".text"));
        LICET_TRY(const auto words, text->filled_text());
        out.emplace_back(Text{words});
        return {};
    }
    if (type == "refusal") {  // what a model once said instead
        LICET_TRY_VOID(check_members(part, {"type", "refusal"}));
        out.emplace_back(Text{text_at(part, "refusal").value_or("")});
        return {};
    }
    if (type != "image_url") {
        return wire::at(".type", wrong("must be `text` or `image_url`"));
    }
    LICET_TRY_VOID(check_members(part, {"type", "image_url"}));
    const auto image = part.find("image_url");
    const auto url = image ? text_at(*image, "url") : std::nullopt;
    LICET_TRY_VOID(required(url.has_value(), ".image_url.url"));
    auto read = read_image_url(*url);
    if (!read.ok()) {
        return wire::at(".image_url.url", read.error());
    }
    out.emplace_back(*read);
    return {};
}

/// A text, or a list of parts.
Result<void> read_content(Json content, std::vector<Block>& out, Conversation& kept) {
    if (content.is_text()) {
        const auto text = content.text().value();
        if (!is_blank(text)) {
            out.emplace_back(Text{text});
        }
        return {};
    }
    return content.each_item([&](Json part) -> Result<void> {
        return out.size() < kBlocksMax
                   ? read_part(part, out, kept)
                   : wrong(fmt::format("must not be more than {} parts", kBlocksMax));
    });
}

Result<void> read_tool_call(Json call, std::vector<Block>& out, Conversation& kept) {
    LICET_TRY_VOID(check_members(call, {"id", "type", "function", "index"}));
    const auto function = call.find("function");
    LICET_TRY_VOID(required(function.has_value(), ".function"));
    if (auto checked = check_members(*function, {"name", "arguments"}); !checked.ok()) {
        return wire::at(".function", std::move(checked).error());
    }
    const auto id = text_at(call, "id");
    LICET_TRY_VOID(required(id.has_value() && !id->empty(), ".id"));
    const auto name = text_at(*function, "name");
    LICET_TRY_VOID(required(name.has_value() && !name->empty(), ".function.name"));
    auto input = read_arguments(text_at(*function, "arguments").value_or(""), kept);
    if (!input.ok()) {
        return wire::at(".function.arguments", input.error());
    }
    out.emplace_back(ToolUse{.id = *id, .name = *name, .input = *input});
    return {};
}

Result<Block> read_tool_answer(Json message, Conversation& kept) {
    ToolResult result;
    const auto id = text_at(message, "tool_call_id");
    LICET_TRY_VOID(required(id.has_value() && !id->empty(), ".tool_call_id"));
    result.id = *id;
    std::vector<Block> blocks;
    if (const auto content = message.find("content"); content && !content->is_null()) {
        if (auto read = read_content(*content, blocks, kept); !read.ok()) {
            return wire::at(".content", std::move(read).error());
        }
    }
    for (const auto& block : blocks) {
        if (const auto* text = std::get_if<Text>(&block)) {
            result.content.emplace_back(*text);
        } else if (const auto* image = std::get_if<Image>(&block)) {
            result.content.emplace_back(*image);
        }
    }
    return Block{std::move(result)};
}

/// Who of several people it is, and answers that were heard, have no place elsewhere.
constexpr std::array<std::string_view, 2> kNativeOfMessages{"name", "audio"};

Result<void> check_message(Json message, Conversation& out) {
    static constexpr std::array<std::string_view, 9> kMembers{
        "role",    "content", "name",        "tool_calls",       "tool_call_id",
        "refusal", "audio",   "annotations", "reasoning_content"};
    return message.each_member([&](std::string_view key, Json value) -> Result<void> {
        if (contains(kNativeOfMessages, key)) {
            mark_native(out, fmt::format("$.messages[].{}", key));
        }
        if (key == "annotations" && value.first()) {
            return wrong("must be empty: give what they cite as texts");
        }
        return contains(kMembers, key) ? Result<void>{} : unsupported();
    });
}

/// What a model thought, or said instead of an answer, beside its content.
Result<void> read_asides(Json message, std::vector<Block>& out) {
    if (const auto thoughts = message.find("reasoning_content"); thoughts && !thoughts->is_null()) {
        auto text = thoughts->text();
        if (!text.ok()) {
            return wire::at(".reasoning_content", std::move(text).error());
        }
        if (!is_blank(*text)) {
            out.emplace_back(Reasoning{.text = *text});
        }
    }
    if (const auto refusal = message.find("refusal"); refusal && !refusal->is_null()) {
        auto text = refusal->text();
        if (!text.ok()) {
            return wire::at(".refusal", std::move(text).error());
        }
        if (!is_blank(*text)) {
            out.emplace_back(Text{*text});
        }
    }
    return {};
}

Result<void> read_message(Json message, Conversation& out) {
    LICET_TRY_VOID(check_message(message, out));
    const auto role = text_at(message, "role").value_or("");
    if (role == "tool") {
        LICET_TRY(auto result, read_tool_answer(message, out));
        Turn turn;
        turn.blocks.push_back(std::move(result));
        append_turn(out, std::move(turn));
        return {};
    }
    Turn turn{.role = role == "assistant" ? Role::assistant : Role::user};
    const bool is_system = role == "system" || role == "developer";
    if (!is_system && role != "user" && role != "assistant") {
        return wire::at(".role", wrong("must be `system`, `developer`, `user`, `assistant` or "
                                       "`tool`"));
    }
    LICET_TRY_VOID(read_asides(message, turn.blocks));
    if (const auto content = message.find("content"); content && !content->is_null()) {
        if (auto read = read_content(*content, turn.blocks, out); !read.ok()) {
            return wire::at(".content", std::move(read).error());
        }
    }
    if (const auto calls = message.find("tool_calls"); calls && !calls->is_null()) {
        auto read =
            calls->each_item([&](Json call) { return read_tool_call(call, turn.blocks, out); });
        if (!read.ok()) {
            return wire::at(".tool_calls", std::move(read).error());
        }
    }
    if (turn.blocks.empty()) {
        return role == "assistant" ? Result<void>{}
                                   : wire::at(".content", wrong("must not be empty"));
    }
    if (is_system) {
        const bool texts = std::all_of(turn.blocks.begin(), turn.blocks.end(), [](const Block& b) {
            return std::holds_alternative<Text>(b);
        });
        if (!texts) {
            return wire::at(".content", wrong("may have texts only"));
        }
        out.system.insert(out.system.end(), turn.blocks.begin(), turn.blocks.end());
        return {};
    }
    append_turn(out, std::move(turn));
    return {};
}

Result<void> read_tool(Json tool, Conversation& out) {
    const auto function = tool.find("function");
    if (text_at(tool, "type") != "function" || !function) {
        return wire::at(".type", wrong("must be `function`"));
    }
    LICET_TRY_VOID(check_members(tool, {"type", "function"}));
    auto read = read_function(*function, out);
    return read.ok() ? read : wire::at(".function", std::move(read).error());
}

Result<void> read_tool_choice(Json choice, Conversation& out) {
    if (!choice.is_text()) {
        const auto function = choice.find("function");
        const auto name = function ? text_at(*function, "name") : std::nullopt;
        LICET_TRY_VOID(required(name.has_value(), ".function.name"));
        out.tool_choice.kind = ToolChoice::Kind::one;
        out.tool_choice.name = *name;
        return {};
    }
    return read_tool_choice_word(choice, out);
}

Result<void> read_format(Json format, Conversation& out) {
    const auto type = text_at(format, "type").value_or("");
    if (type == "text") {
        return {};
    }
    if (type == "json_object") {
        out.format.kind = AnswerFormat::Kind::json;
        return {};
    }
    const auto schema = format.find("json_schema");
    if (type != "json_schema" || !schema) {
        return wire::at(".type", wrong("must be `text`, `json_object` or `json_schema`"));
    }
    auto read = read_schema_format(*schema, out);
    return read.ok() ? read : wire::at(".json_schema", std::move(read).error());
}

Result<void> read_stops(Json stop, Conversation& out) {
    if (stop.is_text()) {
        out.stop_sequences = {stop.text().value()};
        return {};
    }
    LICET_TRY(out.stop_sequences, read_texts(stop, kStopsMax));
    return {};
}

/// Either name means the same; where both are given they must.
Result<void> read_limit(Json value, Conversation& out) {
    LICET_TRY(const auto limit, value.integer(1, kOutputTokensMax));
    if (out.max_tokens && *out.max_tokens != limit) {
        return wrong("`max_tokens` and `max_completion_tokens` must not differ");
    }
    out.max_tokens = limit;
    return {};
}

Result<void> read_stream_options(Json options, Conversation& out) {
    return options.each_member([&](std::string_view key, Json value) -> Result<void> {
        if (key == "include_usage") {
            LICET_TRY(out.usage_in_stream, value.boolean());
            return {};
        }
        return key == "include_obfuscation" ? Result<void>{} : unsupported();
    });
}

Result<void> read_setting(std::string_view key, Json value, Conversation& out) {
    if (key == "temperature") {
        LICET_TRY(out.temperature, value.number(0, 2));
    } else if (key == "top_p") {
        LICET_TRY(out.top_p, value.number(0, 1));
    } else if (key == "top_k") {
        LICET_TRY(out.top_k, value.integer(0, kTopKLargest));
    } else if (key == "n") {  // quotas reserve for one answer
        return value.integer(1, 1).ok() ? Result<void>{} : wrong("must be 1");
    } else if (key == "user" || key == "safety_identifier") {
        LICET_TRY(out.end_user, value.text());
    } else if (key == "parallel_tool_calls") {
        LICET_TRY(out.tool_choice.parallel, value.boolean());
    } else if (key == "reasoning_effort") {
        LICET_TRY(const auto effort, read_name(value, 16));
        out.thinking = thinking_of_effort(effort);
    } else if (key == "store") {  // nothing is: a caller that relies on it must know
        LICET_TRY(const bool store, value.boolean());
        return store ? wrong("answers are not stored; leave it out") : Result<void>{};
    } else if (key == "modalities") {
        LICET_TRY(const auto kinds, read_texts(value, 4));
        return kinds.size() == 1 && kinds.front() == "text" ? Result<void>{}
                                                            : wrong("must be [\"text\"]");
    } else if (key == "metadata") {
        return value.each_member([&](std::string_view name, Json text) -> Result<void> {
            LICET_TRY(const auto words, text.text());
            out.metadata.emplace_back(name, words);
            return {};
        });
    } else if (contains(kNative, key)) {
        mark_native(out, fmt::format("$.{}", key));
        note_price(key, value, fmt::format("$.{}", key), out);
    } else {
        return contains(kCacheHints, key) ? Result<void>{} : unsupported();
    }
    return {};
}

Result<void> read_member(std::string_view key, Json value, Conversation& out) {
    if (key == "messages") {
        return value.each_item([&](Json message) { return read_message(message, out); });
    }
    if (key == "tools") {
        return value.each_item([&](Json tool) { return read_tool(tool, out); });
    }
    if (key == "tool_choice") {
        return read_tool_choice(value, out);
    }
    if (key == "response_format") {
        return read_format(value, out);
    }
    if (key == "stop") {
        return read_stops(value, out);
    }
    if (key == "max_tokens" || key == "max_completion_tokens") {
        return read_limit(value, out);
    }
    return key == "stream_options" ? read_stream_options(value, out)
                                   : read_setting(key, value, out);
}

}  // namespace

Result<std::string_view> read_arguments(std::string_view text, Conversation& kept) {
    if (is_blank(text)) {
        return kEmptyObject;
    }
    JsonReader reader;  // the body's own must live on
    const auto parsed = reader.parse(text, JsonReader::Padding::absent);
    if (!parsed.ok() || !parsed->is_object()) {
        return wrong("must be a JSON object in a text");
    }
    return kept.keep(parsed->minified());
}

Result<void> read_function(Json function, Conversation& out) {
    if (out.tools.size() == kToolsMax) {
        return wrong(fmt::format("must not be more than {} tools", kToolsMax));
    }
    Tool read{.name = {}, .schema = kAnyInput};
    LICET_TRY_VOID(function.each_member([&](std::string_view key, Json value) -> Result<void> {
        if (key == "name") {
            LICET_TRY(read.name, read_name(value, kToolNameBytesMax));
        } else if (key == "description") {
            LICET_TRY(read.description, value.text());
        } else if (key == "parameters") {
            LICET_TRY(read.schema, read_object(value, out));
        } else if (key == "strict") {
            LICET_TRY(read.strict, value.boolean());
        } else if (key != "type") {
            return unsupported();
        }
        return {};
    }));
    LICET_TRY_VOID(required(!read.name.empty(), ".name"));
    if (read.schema == kEmptyObject) {
        read.schema = kAnyInput;
    }
    out.tools.push_back(read);
    return {};
}

Result<void> read_tool_choice_word(Json choice, Conversation& out) {
    static constexpr std::array<std::string_view, 3> kChoices{"auto", "required", "none"};
    LICET_TRY(const auto kind, read_choice(choice, kChoices));  // in the order of the enum
    out.tool_choice.kind = static_cast<ToolChoice::Kind>(kind);
    return {};
}

Result<void> read_schema_format(Json schema, Conversation& out) {
    out.format.kind = AnswerFormat::Kind::json_schema;
    return schema.each_member([&](std::string_view key, Json value) -> Result<void> {
        if (key == "name") {
            LICET_TRY(out.format.name, value.text());
        } else if (key == "schema") {
            LICET_TRY(out.format.schema, read_object(value, out));
        } else if (key == "strict") {
            LICET_TRY(out.format.strict, value.boolean());
        } else if (key != "description" && key != "type") {
            return unsupported();
        }
        return {};
    });
}

Thinking thinking_of_effort(std::string_view effort) {
    return effort == "none" ? Thinking{.kind = Thinking::Kind::off}
                            : Thinking{.kind = Thinking::Kind::effort, .effort = effort};
}

Result<Image> read_image_url(std::string_view url) {
    if (url.starts_with("http://") || url.starts_with("https://")) {
        return Image{.format = "", .url = url};
    }
    constexpr std::string_view kData = "data:image/";
    constexpr std::string_view kBase64 = ";base64,";
    static constexpr std::array<std::string_view, 4> kFormats{"png", "jpeg", "gif", "webp"};
    const auto comma = url.find(kBase64);
    if (url.starts_with(kData) && comma != std::string_view::npos) {
        const auto format = url.substr(kData.size(), comma - kData.size());
        const auto data = url.substr(comma + kBase64.size());
        const auto* const known = std::find(kFormats.begin(), kFormats.end(),
                                            format == "jpg" ? std::string_view{"jpeg"} : format);
        if (known != kFormats.end() && is_base64(data)) {
            return Image{.format = *known, .base64 = data};
        }
    }
    return wrong(
        "must be a http or https URL, or `data:image/…;base64,…` of png, jpeg, gif or "
        "webp");
}

Result<Conversation> read_chat_request(Json body, ChatForm form) {
    Conversation out;
    out.usage_in_stream = false;
    auto read = body.each_member([&](std::string_view key, Json value) -> Result<void> {
        if (form == ChatForm::invoke && key == kInvokeGuardrailConfig) {
            return read_invoke_guardrail_config(value, out);
        }
        const bool done = key == "model" || key == "stream";  // of InvokeModel its path says both
        return done ? Result<void>{} : read_member(key, value, out);
    });
    if (!read.ok()) {
        return wire::at("$", std::move(read).error());
    }
    if (out.turns.empty()) {
        return wire::at("$.messages", wire::missing());
    }
    if (out.turns.front().role != Role::user) {
        return wire::at("$.messages", wrong("must begin with a message of the user"));
    }
    return out;
}

}  // namespace licet::gateway
