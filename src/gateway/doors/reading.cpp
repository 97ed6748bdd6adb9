// SPDX-License-Identifier: Apache-2.0
#include "gateway/doors/reading.h"

#include "base/counted.h"
#include "wire/fault.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace licet::gateway {
namespace {

/// How long caches keep what they are given.
constexpr std::string_view kMinutes = "5m";
constexpr std::string_view kHour = "1h";

bool is_base64_digit(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' ||
           c == '/';
}

}  // namespace

Error wrong(std::string message) {
    return Error{ErrorKind::invalid, std::move(message)};
}

Result<void> required(bool is_there, std::string_view path) {
    return is_there ? Result<void>{} : wire::at(path, wire::missing());
}

bool contains(std::span<const std::string_view> names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_base64(std::string_view text) {
    if (text.empty() || text.size() % 4 != 0) {
        return false;
    }
    for (int padding = 0; padding < 2 && text.ends_with('='); ++padding) {
        text.remove_suffix(1);
    }
    return std::all_of(text.begin(), text.end(), is_base64_digit);
}

Result<std::string_view> read_base64(Json value) {
    LICET_TRY(const auto text, value.text());
    if (!is_base64(text)) {
        return wrong("must be base64");
    }
    return text;
}

bool is_blank_text(Json value) {
    return value.is_text() && !value.filled_text().ok();
}

bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n\v\f") == std::string_view::npos;
}

Result<void> check_known(Json object, std::initializer_list<std::string_view> members) {
    return object.each_member([&](std::string_view key, Json /*value*/) -> Result<void> {
        const bool is_known = std::find(members.begin(), members.end(), key) != members.end();
        return is_known ? Result<void>{} : unsupported();
    });
}

Result<std::string_view> read_name(Json value, std::size_t bytes_max) {
    LICET_TRY(const auto text, value.text());
    if (text.empty() || text.size() > bytes_max) {
        return wrong(fmt::format("must have 1 to {} bytes", bytes_max));
    }
    return text;
}

Result<std::string_view> read_object(Json value, Conversation& out) {
    if (!value.is_object()) {
        return wrong("must be an object");
    }
    return out.keep(value.minified());
}

Result<std::vector<std::string_view>> read_texts(Json list, std::size_t count_max) {
    std::vector<std::string_view> out;
    LICET_TRY_VOID(list.each_item([&](Json item) -> Result<void> {
        LICET_TRY(out.emplace_back(), item.text());
        return out.back().empty() ? wrong("must not be empty") : Result<void>{};
    }));
    if (out.size() > count_max) {
        return wrong("must not have more than " +
                     counted(static_cast<std::int64_t>(count_max), "item"));
    }
    return out;
}

Result<std::size_t> read_choice(Json value, std::span<const std::string_view> names) {
    LICET_TRY(const auto text, value.text());
    const auto found = std::find(names.begin(), names.end(), text);
    if (found == names.end()) {
        return wrong(fmt::format("must be one of `{}`", fmt::join(names, "`, `")));
    }
    return static_cast<std::size_t>(found - names.begin());
}

Result<void> read_thinking(Json thinking, std::string_view path, Conversation& out) {
    static constexpr std::array<std::string_view, 3> kTypes{"enabled", "adaptive", "disabled"};
    static constexpr std::array<std::string_view, 3> kDisplays{"summarized", "omitted", "updates"};
    static constexpr std::array<Thinking::Kind, 3> kKinds{
        Thinking::Kind::budget, Thinking::Kind::adaptive, Thinking::Kind::off};
    std::optional<std::size_t> type;
    Thinking read;
    LICET_TRY_VOID(thinking.each_member([&](std::string_view key, Json value) -> Result<void> {
        if (key == "type") {
            LICET_TRY(type, read_choice(value, kTypes));
        } else if (key == "budget_tokens") {
            LICET_TRY(read.budget_tokens, value.integer(1, kOutputTokensMax));
        } else if (key == "display" && value.is_text() &&
                   contains(kDisplays, value.text().value())) {
            read.display = value.text().value();
        } else {
            mark_native(out, fmt::format("{}.{}", path, key.substr(0, 64)));
        }
        return {};
    }));
    if (!type) {
        return wire::at(".type", wire::missing());
    }
    read.kind = kKinds[*type];
    if (read.kind == Thinking::Kind::budget && read.budget_tokens == 0) {
        return wire::at(".budget_tokens", wire::missing());
    }
    out.thinking = read;
    return {};
}

Result<void> read_betas(Json list, Conversation& out) {
    constexpr std::size_t kBetasMax = 64;
    LICET_TRY(const auto names, read_texts(list, kBetasMax));
    const auto is_plain = [](char c) { return c > ' ' && c < 0x7f && c != ','; };
    for (const auto name : names) {  // they go upstream in a header
        if (name.size() > 128 || !std::all_of(name.begin(), name.end(), is_plain)) {
            return wrong("must be names of features");
        }
    }
    out.betas = out.keep(fmt::format("{}", fmt::join(names, ",")));
    return {};
}

std::optional<std::string_view> text_at(Json object, std::string_view member) {
    const auto value = object.find(member);
    return value && value->is_text() ? std::optional{value->text().value()} : std::nullopt;
}

void append_turn(Conversation& out, Turn turn) {
    if (out.turns.empty() || out.turns.back().role != turn.role) {
        out.turns.push_back(std::move(turn));
        return;
    }
    std::move(turn.blocks.begin(), turn.blocks.end(), std::back_inserter(out.turns.back().blocks));
}

void mark_native(Conversation& out, std::string_view path) {
    if (out.native_only.empty()) {
        out.native_only = path;
    }
}

void mark_chat_only(Conversation& out, std::string_view path) {
    if (out.chat_only.empty()) {
        out.chat_only = path;
    }
}

void mark_anthropic_only(Conversation& out, std::string_view path) {
    if (out.anthropic_only.empty()) {
        out.anthropic_only = path;
    }
}

void mark_repriced(Conversation& out, std::string_view path) {
    if (out.repriced.empty()) {
        out.repriced = path;
    }
}

void note_price(std::string_view key, Json value, std::string_view path, Conversation& out) {
    static constexpr std::array<std::string_view, 4> kUsual{"auto", "default", "standard",
                                                            "standard_only"};
    if (value.is_null()) {
        return;
    }
    if (key == "cache_control" || key == "cachePoint") {
        const auto ttl = value.is_object() ? value.find("ttl") : std::nullopt;
        const auto kept = ttl && !ttl->is_null() ? text_at(value, "ttl").value_or("") : kMinutes;
        if (kept != kMinutes && kept != kHour) {  // no card says what that costs
            mark_repriced(out, fmt::format("{}.ttl", path));
        }
        (kept == kHour ? out.caches_for_an_hour : out.caches) = true;
    } else if (key == "speed" || key == "service_tier") {
        const auto text = value.is_text() ? value.text().value() : std::string_view{};
        if (std::find(kUsual.begin(), kUsual.end(), text) == kUsual.end()) {
            mark_repriced(out, path);
        }
    }
}

Result<CachePoint> read_cache_mark(Json mark, std::string_view type) {
    static constexpr std::array<std::string_view, 2> kTtls{kMinutes, kHour};
    CachePoint out;
    LICET_TRY_VOID(mark.each_member([&](std::string_view key, Json value) -> Result<void> {
        if (key == "type") {
            LICET_TRY_VOID(read_choice(value, {&type, 1}));
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

void append_content(ToolResult& out, std::span<const Block> blocks) {
    for (const auto& block : blocks) {
        if (const auto* text = std::get_if<Text>(&block)) {
            out.content.emplace_back(*text);
        } else if (const auto* image = std::get_if<Image>(&block)) {
            out.content.emplace_back(*image);
        } else if (const auto* document = std::get_if<Document>(&block)) {
            out.content.emplace_back(*document);
        }
    }
}

void mark_fetching(Conversation& out, std::string_view path) {
    if (out.fetches.empty()) {
        out.fetches = path;
    }
}

}  // namespace licet::gateway
