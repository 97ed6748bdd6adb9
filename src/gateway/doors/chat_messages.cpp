// SPDX-License-Identifier: Apache-2.0
#include "gateway/doors/chat_messages.h"

#include "gateway/doors/chat_reading.h"
#include "gateway/doors/reading.h"
#include "wire/fault.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>

namespace licet::gateway {
namespace {

/// A word at most, such as `low`: guardrails do not read it.
bool is_detail(std::string_view text) {
    constexpr std::size_t kMost = 16;
    return text.size() <= kMost &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

Result<void> read_image_part(Json part, std::vector<Block>& out) {
    const auto image = part.find("image_url");
    LICET_TRY_VOID(required(image.has_value(), ".image_url"));
    if (auto checked = check_known(*image, {"url", "detail"}); !checked.ok()) {
        return wire::at(".image_url", std::move(checked).error());
    }
    const auto url = text_at(*image, "url");
    LICET_TRY_VOID(required(url.has_value(), ".image_url.url"));
    auto read = read_image_url(*url);
    if (!read.ok()) {
        return wire::at(".image_url.url", read.error());
    }
    read->detail = text_at(*image, "detail").value_or("");
    if (!is_detail(read->detail)) {
        return wire::at(".image_url.detail", wrong("must be `auto`, `low` or `high`"));
    }
    out.emplace_back(*read);
    return {};
}

Result<void> read_part(Json part, std::vector<Block>& out, Conversation& kept) {
    const auto type = text_at(part, "type").value_or("");
    if (const auto control = part.find("cache_control")) {
        note_price("cache_control", *control, "cache_control", kept);
    }
    if (type == "text") {
        LICET_TRY_VOID(check_known(part, {"type", "text", "cache_control"}));
        const auto text = part.find("text");
        LICET_TRY_VOID(required(text.has_value(), ".text"));
        LICET_TRY(const auto words, text->filled_text());
        out.emplace_back(Text{words});
        return {};
    }
    if (type == "refusal") {  // what a model once said instead
        LICET_TRY_VOID(check_known(part, {"type", "refusal"}));
        out.emplace_back(Text{text_at(part, "refusal").value_or("")});
        return {};
    }
    if (type == "file") {
        LICET_TRY_VOID(check_known(part, {"type", "file"}));
        const auto file = part.find("file");
        LICET_TRY_VOID(required(file.has_value(), ".file"));
        auto read = read_file(*file);
        if (!read.ok()) {
            return wire::at(".file", read.error());
        }
        out.emplace_back(*read);
        return {};
    }
    if (type != "image_url") {
        return wire::at(".type", wrong("must be `text`, `image_url` or `file`"));
    }
    LICET_TRY_VOID(check_known(part, {"type", "image_url"}));
    return read_image_part(part, out);
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
    LICET_TRY_VOID(check_known(call, {"id", "type", "function", "index", "extra_content"}));
    if (call.find("extra_content")) {
        mark_native(kept, "$.messages[].tool_calls[].extra_content");
    }
    const auto function = call.find("function");
    LICET_TRY_VOID(required(function.has_value(), ".function"));
    if (auto checked = check_known(*function, {"name", "arguments"}); !checked.ok()) {
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
    append_content(result, blocks);
    return Block{std::move(result)};
}

/// Who of several people it is, answers that were heard, and what servers add to an answer that
/// they want to see again, have no place elsewhere.
constexpr std::array<std::string_view, 5> kNativeOfMessages{
    "name", "audio", "extra_content", "provider_specific_fields", "reasoning_details"};

Result<void> check_message(Json message, Conversation& out) {
    static constexpr std::array<std::string_view, 9> kMembers{
        "role",        "content",           "tool_calls", "tool_call_id",   "refusal",
        "annotations", "reasoning_content", "reasoning",  "thinking_blocks"};
    return message.each_member([&](std::string_view key, Json value) -> Result<void> {
        if (contains(kNativeOfMessages, key)) {
            mark_native(out, fmt::format("$.messages[].{}", key));
            return {};
        }
        if (key == "annotations" && value.first()) {
            return wrong("must be empty: give what they cite as texts");
        }
        return contains(kMembers, key) ? Result<void>{} : unsupported();
    });
}

/// Anthropic's thoughts with their signatures, as the answers have them.
Result<void> read_thinking_block(Json block, std::vector<Block>& out) {
    LICET_TRY_VOID(check_known(block, {"type", "thinking", "signature", "data"}));
    Reasoning thought{.text = text_at(block, "thinking").value_or(""),
                      .signature = text_at(block, "signature").value_or("")};
    const auto type = text_at(block, "type").value_or("");
    if (type == "redacted_thinking") {
        thought = {.redacted = text_at(block, "data").value_or("")};
    } else if (type != "thinking") {
        return wire::at(".type", wrong("must be `thinking` or `redacted_thinking`"));
    }
    if (!thought.text.empty() || !thought.signature.empty() || !thought.redacted.empty()) {
        out.emplace_back(thought);
    }
    return {};
}

/// What a model thought; servers call it one or the other, some both.
Result<void> read_thoughts(Json message, std::vector<Block>& out) {
    const auto before = out.size();
    if (const auto blocks = message.find("thinking_blocks"); blocks && !blocks->is_null()) {
        auto read = blocks->each_item([&](Json block) { return read_thinking_block(block, out); });
        if (!read.ok()) {
            return wire::at(".thinking_blocks", std::move(read).error());
        }
    }
    if (out.size() != before) {
        return {};
    }
    for (const std::string_view member : {"reasoning_content", "reasoning"}) {
        const auto thoughts = message.find(member);
        if (!thoughts || thoughts->is_null()) {
            continue;
        }
        auto text = thoughts->text();
        if (!text.ok()) {
            return wire::at(fmt::format(".{}", member), std::move(text).error());
        }
        if (!is_blank(*text)) {
            out.emplace_back(Reasoning{.text = *text});
            return {};
        }
    }
    return {};
}

/// What a model thought, or said instead of an answer, beside its content.
Result<void> read_asides(Json message, std::vector<Block>& out) {
    LICET_TRY_VOID(read_thoughts(message, out));
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

}  // namespace

Result<void> read_chat_message(Json message, Conversation& out) {
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

}  // namespace licet::gateway
