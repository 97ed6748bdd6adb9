// SPDX-License-Identifier: Apache-2.0
#include "gateway/doors/chat_reading.h"

#include "gateway/doors/chat_messages.h"
#include "gateway/doors/reading.h"
#include "gateway/input_tags.h"
#include "wire/fault.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

namespace licet::gateway {
namespace {

constexpr std::size_t kStopsMax = 4;
constexpr std::string_view kEmptyObject = "{}";
constexpr std::string_view kAnyInput = R"({"type":"object","properties":{}})";

/// What servers of this API take alone and licet need not understand: it changes nothing that is
/// scanned, counted or decided.
constexpr std::array<std::string_view, 8> kOfThisApi{
    "seed",      "logit_bias", "frequency_penalty", "presence_penalty", "service_tier",
    "verbosity", "min_p",      "repetition_penalty"};
/// What only answers that go out as they came tell of.
constexpr std::array<std::string_view, 2> kNative{"logprobs", "top_logprobs"};

Result<void> read_tool(Json tool, Conversation& out) {
    const auto function = tool.find("function");
    if (text_at(tool, "type") != "function" || !function) {
        return wire::at(".type", wrong("must be `function`"));
    }
    LICET_TRY_VOID(check_known(tool, {"type", "function"}));
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

/// Source: Bedrock User Guide, "Mistral AI chat completion".
Result<void> read_mistral_tool_choice(Json choice, Conversation& out) {
    static constexpr std::array<std::string_view, 3> kChoices{"auto", "any", "none"};
    LICET_TRY(const auto kind, read_choice(choice, kChoices));  // in the order of the enum
    out.tool_choice.kind = static_cast<ToolChoice::Kind>(kind);
    return {};
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
    } else if (contains(kOfThisApi, key)) {
        mark_chat_only(out, fmt::format("$.{}", key));
        out.additional.emplace_back(key, out.keep(value.minified()));
        note_price(key, value, fmt::format("$.{}", key), out);
    } else {
        return contains(kCacheHints, key) ? Result<void>{} : unsupported();
    }
    return {};
}

Result<void> read_member(std::string_view key, Json value, Conversation& out) {
    if (key == "messages") {
        return value.each_item([&](Json message) { return read_chat_message(message, out); });
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
        } else if (key == "description") {
            LICET_TRY(out.format.description, value.text());
        } else if (key != "type") {
            return unsupported();
        }
        return {};
    });
}

Thinking thinking_of_effort(std::string_view effort) {
    const auto kind = effort == "none" ? Thinking::Kind::off : Thinking::Kind::effort;
    return {.kind = kind, .effort = effort};
}

Result<Document> read_file(Json file) {
    constexpr std::string_view kPdf = "data:application/pdf;base64,";
    LICET_TRY_VOID(check_known(file, {"type", "file_data", "filename"}));
    const auto data = text_at(file, "file_data").value_or("");
    LICET_TRY_VOID(required(!data.empty(), ".file_data"));
    if (!data.starts_with(kPdf) || !is_base64(data.substr(kPdf.size()))) {
        return wire::at(".file_data", wrong("must be `data:application/pdf;base64,…`"));
    }
    return Document{.format = "pdf",
                    .name = text_at(file, "filename").value_or(""),
                    .base64 = data.substr(kPdf.size())};
}

Result<void> begin_with_user(Conversation& out, std::string_view path) {
    if (out.turns.empty() && out.system.empty()) {
        return wire::at(path, wire::missing());
    }
    if (out.turns.empty() || out.turns.front().role != Role::user) {
        mark_chat_only(out, fmt::format("{}: that do not begin with the user", path));
        out.turns.insert(out.turns.begin(), Turn{});
    }
    return {};
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
    LICET_TRY_VOID(read_body(body, [&](std::string_view key, Json value) -> Result<void> {
        if (form != ChatForm::completions && key == kInvokeGuardrailConfig) {
            return read_invoke_guardrail_config(value, out);
        }
        if (form == ChatForm::mistral && key == "tool_choice") {
            return read_mistral_tool_choice(value, out);
        }
        const bool done = key == "model" || key == "stream";  // of InvokeModel its path says both
        return done ? Result<void>{} : read_member(key, value, out);
    }));
    LICET_TRY_VOID(begin_with_user(out, "$.messages"));
    return out;
}

}  // namespace licet::gateway
