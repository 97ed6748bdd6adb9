// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/conversation.h"
#include "gateway/json.h"
#include "wire/fault.h"

#include <cstdint>
#include <initializer_list>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// What the bodies of all doors have in common. Errors are as those of Json.
namespace licet::gateway {

/// The largest limit that a caller may set on an answer.
inline constexpr std::int64_t kOutputTokensMax = std::numeric_limits<std::int32_t>::max();
inline constexpr std::int64_t kTopKLargest = 500;
inline constexpr std::size_t kBlocksMax = 10'000;  ///< of one message
inline constexpr std::size_t kToolsMax = 1'000;
inline constexpr std::size_t kStopSequencesMost = 8'191;
inline constexpr std::size_t kToolNameBytesMax = 128;

Error wrong(std::string message);

/// @return `missing` at a path for what is not there
Result<void> required(bool is_there, std::string_view path);

bool contains(std::span<const std::string_view> names, std::string_view name);

/// Whether it is base64 as RFC 4648 has it, with its padding, of something.
bool is_base64(std::string_view text);
/// Base64 as RFC 4648 has it, with its padding, of something.
Result<std::string_view> read_base64(Json value);

/// Whether it is a text with nothing but white space in it.
bool is_blank_text(Json value);

bool is_blank(std::string_view text);

/// All members of a body, each by `read(key, value)`. @return `invalid`, as a path from `$`
template <typename Read>
Result<void> read_body(Json body, Read read) {
    auto all = body.each_member(std::move(read));
    return all.ok() ? std::move(all) : wire::at("$", std::move(all).error());
}

/// Whether an object has no member but these, and none twice: what is not known, or is said twice,
/// upstreams may read another way than what is scanned.
Result<void> check_known(Json object, std::initializer_list<std::string_view> members);

/// A text that is not empty.
Result<std::string_view> read_name(Json value, std::size_t bytes_max);

/// An object as JSON text, kept by the conversation.
Result<std::string_view> read_object(Json value, Conversation& out);

/// A list of at most `count_max` texts that are not empty.
Result<std::vector<std::string_view>> read_texts(Json list, std::size_t count_max);

/// One of `names`, as its position.
Result<std::size_t> read_choice(Json value, std::span<const std::string_view> names);

/// Where what was said may be kept, of a block or of tools. @param type that it must have, if any
Result<CachePoint> read_cache_mark(Json mark, std::string_view type);

/// What a tool gave: texts, pictures and documents of blocks.
void append_content(ToolResult& out, std::span<const Block> blocks);

/// Anthropic's `thinking`, which clients of other doors give, too. @param path of it
Result<void> read_thinking(Json thinking, std::string_view path, Conversation& out);

/// `anthropic_beta`: a list of names.
Result<void> read_betas(Json list, Conversation& out);

/// The text of a member; nothing where there is none or it is no text.
std::optional<std::string_view> text_at(Json object, std::string_view member);

/// Adds what one side says; of the same side as the last it is part of what that said.
void append_turn(Conversation& out, Turn turn);

/// Remembers a member that only an upstream of the same dialect understands.
void mark_native(Conversation& out, std::string_view path);

/// Remembers a member that only OpenAI's chat completions can be told.
void mark_chat_only(Conversation& out, std::string_view path);

/// Remembers a member that only Anthropic's API can be told.
void mark_anthropic_only(Conversation& out, std::string_view path);

/// Remembers a member by which tokens may cost other than a rate card says.
void mark_repriced(Conversation& out, std::string_view path);

/// What a member that the model's provider has for it says of what tokens cost: `speed`,
/// `service_tier`, `cache_control` (anywhere) and `cachePoint`. @param path of it
void note_price(std::string_view key, Json value, std::string_view path, Conversation& out);

/// Remembers a member by which the model reads more than the request.
void mark_fetching(Conversation& out, std::string_view path);

}  // namespace licet::gateway
