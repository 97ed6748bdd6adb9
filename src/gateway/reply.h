// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "gateway/dialect.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// One form of what a model answers, piece by piece or whole.
namespace licet::gateway {

enum class StopReason : std::uint8_t {
    end_turn,
    max_tokens,
    stop_sequence,
    tool_use,
    content_filtered,
    guardrail_intervened,
    refusal,
    pause_turn,
    context_window_exceeded,
};

/// Tokens of one call. An upstream that does not say a number leaves it 0.
struct TokenUsage {
    std::int64_t input = 0;  ///< besides what the cache gave or took
    std::int64_t output = 0;
    std::int64_t cache_read = 0;
    std::int64_t cache_write = 0;
    std::int64_t reasoning = 0;  ///< part of output
    /// Part of cache_write: what is kept for an hour. Nothing: the upstream did not tell it apart.
    std::optional<std::int64_t> cache_write_hour = {};
    bool operator==(const TokenUsage&) const = default;
};

enum class BlockKind : std::uint8_t { text, reasoning, tool_use };

/// One step of an answer. In order: `start`; of every block `block_start`, pieces, `block_stop`;
/// `stop`; `usage` anywhere after the start, each later one in place of the earlier. Blocks are
/// numbered from 0 and do not overlap. What it refers to is gone after the call that brought it.
struct ReplyEvent {
    enum class Kind : std::uint8_t {
        start,        ///< `text`: the upstream's id of the answer, perhaps empty
        block_start,  ///< `block_kind`; of a tool_use `id` and `name`
        text,         ///< a piece of a text block
        reasoning,    ///< a piece of a reasoning block
        signature,    ///< of a reasoning block, whole
        redacted,     ///< all of a reasoning block: base64
        tool_input,   ///< a piece of the JSON object
        block_stop,
        stop,   ///< `stop_reason`; `text`: the stop sequence, when it is known
        usage,  ///< `usage`
    };
    Kind kind = Kind::start;
    std::uint32_t block = 0;
    BlockKind block_kind = BlockKind::text;
    StopReason stop_reason = StopReason::end_turn;
    std::string_view text = {};
    std::string_view id = {};
    std::string_view name = {};
    TokenUsage usage = {};
};

/// What an upstream said at once.
struct Frame {
    std::span<const ReplyEvent> events = {};  ///< what it means; perhaps nothing
    /// As it was said, for doors of the same dialect: one JSON text. Empty: made up, so that only
    /// the events count.
    std::string_view raw = {};
    std::string_view name = {};  ///< of the event, where the dialect names events
    Dialect dialect = Dialect::none;
    bool whole = false;  ///< the whole answer in one
    /// Of an answer of embeddings, for doors of other dialects: a JSON list of numbers for each
    /// thing that was embedded, in the order of the request.
    std::span<const std::string> embeddings = {};
    bool counted = true;  ///< else nobody counted the tokens of its `usage`: an estimate

    /// Whether it can go out as it came, as a part of a stream in that language.
    bool is_piece_of(Dialect wanted) const { return dialect == wanted && !whole && !raw.empty(); }
};

struct ReplyBlock {
    BlockKind kind = BlockKind::text;
    std::string text = {};       ///< text or reasoning; of a tool use its input, one JSON object
    std::string signature = {};  ///< reasoning
    std::string redacted = {};   ///< reasoning: base64, in place of the text
    std::string id = {};         ///< tool use
    std::string name = {};       ///< tool use
    bool operator==(const ReplyBlock&) const = default;
};

/// A whole answer.
struct Reply {
    std::string id = {};  ///< the upstream's
    std::vector<ReplyBlock> blocks = {};
    StopReason stop_reason = StopReason::end_turn;
    std::string stop_sequence = {};
    TokenUsage usage = {};
    std::vector<std::string> embeddings = {};  ///< as Frame::embeddings
    bool operator==(const Reply&) const = default;
};

/// Adds what one event says. A tool's input that stays empty becomes `{}` with its block_stop.
void add(Reply& reply, const ReplyEvent& event);

/// The events that add up to a reply. They refer to it.
std::vector<ReplyEvent> events_of(const Reply& reply);
std::vector<ReplyEvent> events_of(Reply&& reply) = delete;

}  // namespace licet::gateway
