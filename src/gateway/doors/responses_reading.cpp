// SPDX-License-Identifier: Apache-2.0
#include "gateway/doors/responses_reading.h"

#include "gateway/doors/chat_reading.h"
#include "gateway/doors/reading.h"
#include "wire/fault.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

namespace licet::gateway {
namespace {

using Names = std::span<const std::string_view>;

constexpr std::size_t kEffortBytesMax = 16;
constexpr std::size_t kIncludesMax = 8;
constexpr std::string_view kBlanks = " \t\r\n\v\f";

/// What only a server of this API could do something with.
constexpr std::array<std::string_view, 2> kNative{"top_logprobs", "max_tool_calls"};
/// What refers to something that was kept.
constexpr std::array<std::string_view, 3> kStored{"previous_response_id", "conversation", "prompt"};

/// What an answer repeats of its request, and what it says where the request says nothing.
constexpr std::array<std::pair<std::string_view, std::string_view>, 10> kEchoed{{
    {"instructions", "null"},
    {"max_output_tokens", "null"},
    {"metadata", "{}"},
    {"parallel_tool_calls", "true"},
    {"reasoning", R"({"effort":null,"summary":null})"},
    {"temperature", "null"},
    {"text", R"({"format":{"type":"text"}})"},
    {"tool_choice", R"("auto")"},
    {"tools", "[]"},
    {"top_p", "null"},
}};

Result<void> check_members(Json object, Names known) {
    return object.each_member([&](std::string_view key, Json /*value*/) {
        return contains(known, key) ? Result<void>{} : unsupported();
    });
}

/// A text of an object that must be there and not be empty.
Result<std::string_view> text_of(Json object, std::string_view member) {
    const auto text = text_at(object, member);
    if (!text || text->empty()) {
        return wire::at(fmt::format(".{}", member), wire::missing());
    }
    return *text;
}

void add_text(std::string_view text, std::vector<Block>& out) {
    if (text.find_first_not_of(kBlanks) != std::string_view::npos) {
        out.emplace_back(Text{text});
    }
}

Result<void> read_image(Json part, std::vector<Block>& out) {
    static constexpr std::array<std::string_view, 3> kMembers{"type", "image_url", "detail"};
    LICET_TRY_VOID(check_members(part, kMembers));
    LICET_TRY(const auto url, text_of(part, "image_url"));
    auto image = read_image_url(url);
    if (!image.ok()) {
        return wire::at(".image_url", image.error());
    }
    image->detail = text_at(part, "detail").value_or("");
    out.emplace_back(*image);
    return {};
}

Result<void> read_part(Json part, std::vector<Block>& out) {
    const auto type = text_at(part, "type").value_or("");
    if (type == "input_image") {
        return read_image(part, out);
    }
    if (type == "input_file") {
        LICET_TRY(out.emplace_back(), read_file(part));
        return {};
    }
    if (type == "refusal") {  // what a model once said instead
        add_text(text_at(part, "refusal").value_or(""), out);
        return {};
    }
    if (type != "input_text" && type != "output_text") {
        return wire::at(".type", wrong("must be `input_text`, `input_image`, `input_file`, "
                                       "`output_text` or `refusal`"));
    }
    const auto text = part.find("text");
    auto words = text ? text->text() : Result<std::string_view>{wire::missing()};
    if (!words.ok()) {
        return wire::at(".text", words.error());
    }
    add_text(*words, out);
    return {};
}

/// A text, or a list of parts.
Result<void> read_content(Json content, std::vector<Block>& out) {
    if (content.is_text()) {
        add_text(content.text().value(), out);
        return {};
    }
    return content.each_item([&](Json part) { return read_part(part, out); });
}

Result<std::vector<Block>> content_of(Json item, std::string_view member) {
    const auto content = item.find(member);
    std::vector<Block> out;
    auto read = content ? read_content(*content, out) : Result<void>{wire::missing()};
    if (!read.ok()) {
        return wire::at(fmt::format(".{}", member), std::move(read).error());
    }
    return out;
}

Result<void> read_message(Json item, Conversation& out) {
    static constexpr std::array<std::string_view, 6> kMembers{"type", "id",      "status",
                                                              "role", "content", "phase"};
    LICET_TRY_VOID(check_members(item, kMembers));
    if (const auto phase = item.find("phase"); phase && !phase->is_null()) {
        mark_native(out, "$.input[].phase");
    }
    LICET_TRY(auto blocks, content_of(item, "content"));
    const auto role = text_at(item, "role").value_or("");
    if (role == "assistant") {
        if (!blocks.empty()) {
            append_turn(out, {.role = Role::assistant, .blocks = std::move(blocks)});
        }
        return {};
    }
    if (role != "user" && role != "system" && role != "developer") {
        return wire::at(".role", wrong("must be `user`, `assistant`, `system` or `developer`"));
    }
    if (blocks.empty()) {
        return wire::at(".content", wrong("must not be empty"));
    }
    if (role == "user") {
        append_turn(out, {.role = Role::user, .blocks = std::move(blocks)});
        return {};
    }
    const bool texts = std::all_of(blocks.begin(), blocks.end(), [](const Block& block) {
        return std::holds_alternative<Text>(block);
    });
    if (!texts) {
        return wire::at(".content", wrong("may have texts only"));
    }
    out.system.insert(out.system.end(), blocks.begin(), blocks.end());
    return {};
}

void append_block(Conversation& out, Role role, Block block) {
    Turn turn{.role = role};
    turn.blocks.push_back(std::move(block));
    append_turn(out, std::move(turn));
}

Result<void> read_call(Json item, Conversation& out) {
    static constexpr std::array<std::string_view, 6> kMembers{"type",    "id",   "status",
                                                              "call_id", "name", "arguments"};
    LICET_TRY_VOID(check_members(item, kMembers));
    LICET_TRY(const auto id, text_of(item, "call_id"));
    LICET_TRY(const auto name, text_of(item, "name"));
    auto input = read_arguments(text_at(item, "arguments").value_or(""), out);
    if (!input.ok()) {
        return wire::at(".arguments", input.error());
    }
    append_block(out, Role::assistant, ToolUse{.id = id, .name = name, .input = *input});
    return {};
}

Result<void> read_call_output(Json item, Conversation& out) {
    static constexpr std::array<std::string_view, 5> kMembers{"type", "id", "status", "call_id",
                                                              "output"};
    LICET_TRY_VOID(check_members(item, kMembers));
    ToolResult result;
    LICET_TRY(result.id, text_of(item, "call_id"));
    LICET_TRY(const auto blocks, content_of(item, "output"));
    append_content(result, blocks);
    append_block(out, Role::user, std::move(result));
    return {};
}

/// The texts of the parts of a list.
std::string joined(Json item, std::string_view member) {
    std::string out;
    if (const auto parts = item.find(member)) {
        static_cast<void>(parts->each_item([&](Json part) -> Result<void> {
            out += text_at(part, "text").value_or("");
            return {};
        }));
    }
    return out;
}

/// As write_item() of the answers has it: signatures, and thoughts that may not be seen, are the
/// encrypted content.
Result<void> read_reasoning(Json item, Conversation& out) {
    static constexpr std::array<std::string_view, 6> kMembers{
        "type", "id", "status", "summary", "content", "encrypted_content"};
    LICET_TRY_VOID(check_members(item, kMembers));
    auto text = joined(item, "content");
    if (text.empty()) {
        text = joined(item, "summary");
    }
    const auto encrypted = text_at(item, "encrypted_content").value_or("");
    if (!text.empty()) {
        append_block(out, Role::assistant,
                     Reasoning{.text = out.keep(std::move(text)), .signature = encrypted});
    } else if (!encrypted.empty()) {
        if (!is_base64(encrypted)) {
            return wire::at(".encrypted_content", wrong("must be base64"));
        }
        append_block(out, Role::assistant, Reasoning{.redacted = encrypted});
    }
    return {};
}

Result<void> read_item(Json item, Conversation& out) {
    const auto type = text_at(item, "type").value_or("message");
    if (type == "message") {
        return read_message(item, out);
    }
    if (type == "function_call") {
        return read_call(item, out);
    }
    if (type == "function_call_output") {
        return read_call_output(item, out);
    }
    if (type == "reasoning") {
        return read_reasoning(item, out);
    }
    return wire::at(".type", wrong("must be `message`, `function_call`, `function_call_output` or "
                                   "`reasoning`"));
}

Result<void> read_input(Json input, Conversation& out) {
    if (!input.is_text()) {
        return input.each_item([&](Json item) { return read_item(item, out); });
    }
    LICET_TRY(const auto text, input.filled_text());
    append_block(out, Role::user, Text{text});
    return {};
}

Result<void> read_tool(Json tool, Conversation& out) {
    if (text_at(tool, "type") != "function") {
        return wire::at(".type", wrong("must be `function`: a server's own tools are not offered"));
    }
    return read_function(tool, out);
}

Result<void> read_tool_choice(Json choice, Conversation& out) {
    if (choice.is_text()) {
        return read_tool_choice_word(choice, out);
    }
    if (text_at(choice, "type") != "function") {
        return wire::at(".type", wrong("must be `function`"));
    }
    out.tool_choice.kind = ToolChoice::Kind::one;
    LICET_TRY(out.tool_choice.name, text_of(choice, "name"));
    return {};
}

Result<void> read_format(Json format, Conversation& out) {
    const auto type = text_at(format, "type").value_or("");
    if (type == "json_schema") {
        return read_schema_format(format, out);
    }
    if (type == "json_object") {
        out.format.kind = AnswerFormat::Kind::json;
    } else if (type != "text") {
        return wire::at(".type", wrong("must be `text`, `json_object` or `json_schema`"));
    }
    return {};
}

Result<void> read_text_settings(Json text, Conversation& out) {
    return text.each_member([&](std::string_view key, Json value) -> Result<void> {
        if (key == "format") {
            return read_format(value, out);
        }
        if (key == "verbosity") {
            mark_chat_only(out, "$.text.verbosity");
            out.additional.emplace_back(key, out.keep(value.minified()));
            return {};
        }
        return unsupported();
    });
}

Result<void> read_reasoning_settings(Json reasoning, Conversation& out) {
    return reasoning.each_member([&](std::string_view key, Json value) -> Result<void> {
        if (key == "effort") {
            LICET_TRY(const auto effort, read_name(value, kEffortBytesMax));
            out.thinking = thinking_of_effort(effort);
            return {};
        }
        // What a model thought is told wherever its server tells it.
        return key == "summary" || key == "generate_summary" ? Result<void>{} : unsupported();
    });
}

/// A member that may only say no.
Result<void> must_be_off(Json value, std::string_view why) {
    LICET_TRY(const bool on, value.boolean());
    return on ? wrong(std::string{why}) : Result<void>{};
}

Result<void> read_end_user(Json value, Conversation& out) {
    LICET_TRY(out.end_user, value.text());
    return {};
}

Result<void> read_metadata(Json value, Conversation& out) {
    return value.each_member([&](std::string_view name, Json text) -> Result<void> {
        LICET_TRY(const auto words, text.text());
        out.metadata.emplace_back(name, words);
        return {};
    });
}

Result<void> read_refusable(std::string_view key, Json value, Conversation& out) {
    if (contains(kStored, key)) {
        return wrong("is not supported: nothing is stored; give all of it in `input`");
    }
    if (key == "store") {
        return must_be_off(value, "answers are not stored; it must be false");
    }
    if (key == "background") {
        return must_be_off(value, "is not supported");
    }
    if (key == "truncation") {
        static constexpr std::array<std::string_view, 1> kWays{"disabled"};
        LICET_TRY_VOID(read_choice(value, kWays));
        return {};
    }
    if (key == "include") {
        LICET_TRY(const auto wanted, read_texts(value, kIncludesMax));
        const bool all = std::all_of(wanted.begin(), wanted.end(), [](std::string_view what) {
            return what == "reasoning.encrypted_content";
        });
        return all ? Result<void>{} : wrong("may have `reasoning.encrypted_content` only");
    }
    if (contains(kNative, key)) {
        mark_native(out, fmt::format("$.{}", key));
        return {};
    }
    if (key == "service_tier") {
        mark_chat_only(out, "$.service_tier");
        out.additional.emplace_back(key, out.keep(value.minified()));
        note_price(key, value, "$.service_tier", out);
        return {};
    }
    const bool is_done = key == "model" || key == "stream" || contains(kCacheHints, key);
    return is_done ? Result<void>{} : unsupported();
}

Result<void> read_setting(std::string_view key, Json value, Conversation& out) {
    if (key == "max_output_tokens") {
        LICET_TRY(out.max_tokens, value.integer(1, kOutputTokensMax));
    } else if (key == "temperature") {
        LICET_TRY(out.temperature, value.number(0, 2));
    } else if (key == "top_p") {
        LICET_TRY(out.top_p, value.number(0, 1));
    } else if (key == "parallel_tool_calls") {
        LICET_TRY(out.tool_choice.parallel, value.boolean());
    } else if (key == "user" || key == "safety_identifier") {
        return read_end_user(value, out);
    } else if (key == "metadata") {
        return read_metadata(value, out);
    } else if (key == "stream_options") {
        static constexpr std::array<std::string_view, 1> kMembers{"include_obfuscation"};
        return check_members(value, kMembers);
    } else {
        return read_refusable(key, value, out);
    }
    return {};
}

Result<void> read_member(std::string_view key, Json value, Conversation& out) {
    if (key == "input") {
        return read_input(value, out);
    }
    if (key == "instructions") {  // before what the messages of the system say
        LICET_TRY(const auto text, value.filled_text());
        out.system.insert(out.system.begin(), Text{text});
        return {};
    }
    if (key == "tools") {
        return value.each_item([&](Json tool) { return read_tool(tool, out); });
    }
    if (key == "tool_choice") {
        return read_tool_choice(value, out);
    }
    if (key == "text") {
        return read_text_settings(value, out);
    }
    return key == "reasoning" ? read_reasoning_settings(value, out) : read_setting(key, value, out);
}

}  // namespace

Result<Conversation> read_responses_request(Json body) {
    Conversation out;
    LICET_TRY_VOID(read_body(
        body, [&](std::string_view key, Json value) { return read_member(key, value, out); }));
    LICET_TRY_VOID(required(body.find("input").has_value(), "$.input"));
    LICET_TRY_VOID(begin_with_user(out, "$.input"));
    for (const auto& [name, otherwise] : kEchoed) {
        const auto value = body.find(name);
        out.echoed.emplace_back(
            name, value && !value->is_null() ? value->minified() : std::string{otherwise});
    }
    return out;
}

}  // namespace licet::gateway
