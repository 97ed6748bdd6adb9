// SPDX-License-Identifier: Apache-2.0
#include "gateway/upstreams/converse_answer.h"

#include "gateway/upstreams/bedrock_stream.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <utility>

namespace licet::gateway {
namespace {

using Kind = ReplyEvent::Kind;

constexpr std::int64_t kBlockNumberMax = 1'000'000;

StopReason stop_reason_of(std::string_view name) {
    using enum StopReason;
    constexpr std::pair<std::string_view, StopReason> kNames[] = {
        {"max_tokens", max_tokens},
        {"stop_sequence", stop_sequence},
        {"tool_use", tool_use},
        {"guardrail_intervened", guardrail_intervened},
        {"content_filtered", content_filtered},
        {"model_context_window_exceeded", context_window_exceeded}};
    for (const auto& [known, reason] : kNames) {
        if (known == name) {
            return reason;
        }
    }
    return end_turn;
}

Result<std::int64_t> number_of_block(Json event) {
    const auto number = event.find("contentBlockIndex");
    if (!number) {
        return unexpected_answer("no contentBlockIndex");
    }
    return number->integer(0, kBlockNumberMax);
}

/// What of the tokens that were written to a cache is kept for an hour. Source: Bedrock Runtime API
/// Reference, CacheDetail.
Result<std::optional<std::int64_t>> read_cache_details(Json usage) {
    const auto details = usage.find("cacheDetails");
    if (!details || details->is_null()) {
        return std::optional<std::int64_t>{};
    }
    std::int64_t sum = 0;
    LICET_TRY_VOID(details->each_item([&](Json detail) -> Result<void> {
        const auto tokens = detail.find("inputTokens");
        if (text_in(detail, "ttl") == "1h" && tokens) {
            LICET_TRY(const auto some, tokens->integer(0, kTokensMax));
            sum = std::min(sum + some, kTokensMax);
        }
        return {};
    }));
    return std::optional{sum};
}

}  // namespace

void ConverseWords::open(BlockKind kind, std::string_view id, std::string_view name) {
    block_ = kind;
    events_.push_back({.kind = Kind::block_start,
                       .block = blocks_++,
                       .block_kind = kind,
                       .id = id,
                       .name = name});
}

void ConverseWords::put(Kind kind, std::string_view text) {
    if (!text.empty()) {
        events_.push_back({.kind = kind, .block = blocks_ - 1, .text = text});
    }
}

void ConverseWords::close() {
    if (block_) {
        events_.push_back({.kind = Kind::block_stop, .block = blocks_ - 1, .block_kind = *block_});
        block_.reset();
    }
}

Result<void> ConverseWords::usage(Json usage) {
    TokenUsage tokens;
    LICET_TRY(tokens.input, tokens_of(usage, "inputTokens"));
    LICET_TRY(tokens.output, tokens_of(usage, "outputTokens"));
    const auto read = [&](std::string_view name, std::int64_t& out) -> Result<void> {
        if (const auto value = usage.find(name); value && !value->is_null()) {
            LICET_TRY(out, value->integer(0, kTokensMax));
        }
        return {};
    };
    LICET_TRY_VOID(read("cacheReadInputTokens", tokens.cache_read));
    LICET_TRY_VOID(read("cacheWriteInputTokens", tokens.cache_write));
    LICET_TRY_VOID(read("cacheReadInputTokenCount", tokens.cache_read));  // as Nova's own say it
    LICET_TRY_VOID(read("cacheWriteInputTokenCount", tokens.cache_write));
    LICET_TRY(tokens.cache_write_hour, read_cache_details(usage));
    metered_ = true;
    events_.push_back({.kind = Kind::usage, .usage = tokens});
    return {};
}

Result<void> ConverseWords::stop(Json event) {
    const auto reason = text_in(event, "stopReason");
    if (reason.empty()) {
        return unexpected_answer("no stopReason");
    }
    stopped_ = true;
    events_.push_back({.kind = Kind::stop, .stop_reason = stop_reason_of(reason)});
    return {};
}

Result<void> ConverseWords::block_start(Json event) {
    LICET_TRY(const auto number, number_of_block(event));
    if (theirs_) {
        return unexpected_answer("a block within another");
    }
    theirs_ = number;
    const auto start = event.find("start");
    if (const auto use = start ? start->find("toolUse") : std::nullopt) {
        const auto id = text_in(*use, "toolUseId");
        const auto name = text_in(*use, "name");
        if (id.empty() || name.empty()) {
            return unexpected_answer("a toolUse without toolUseId or name");
        }
        open(BlockKind::tool_use, id, name);
    }
    return {};
}

/// Texts and reasoning begin with their first piece.
Result<void> ConverseWords::block_delta(Json event) {
    LICET_TRY(const auto number, number_of_block(event));
    const auto delta = event.find("delta");
    if (!delta || (theirs_ && *theirs_ != number)) {
        return unexpected_answer("a delta without content, or within another block");
    }
    theirs_ = number;
    const auto text = delta->find("text");
    const auto reasoning = delta->find("reasoningContent");
    const auto tool = delta->find("toolUse");
    const auto kind = text        ? std::optional{BlockKind::text}
                      : reasoning ? std::optional{BlockKind::reasoning}
                      : tool      ? std::optional{BlockKind::tool_use}
                                  : std::nullopt;
    if (!kind) {
        return {};  // others, such as citations, are for doors of the same dialect
    }
    if ((text && (reasoning || tool)) || (reasoning && tool)) {
        return unexpected_answer("a delta of several kinds");
    }
    if (!block_ && kind != BlockKind::tool_use) {
        open(*kind);
    }
    if (block_ != kind) {
        return unexpected_answer("a delta in a block of another kind");
    }
    put(Kind::text, text_in(*delta, "text"));
    if (reasoning) {
        put(Kind::reasoning, text_in(*reasoning, "text"));
        put(Kind::signature, text_in(*reasoning, "signature"));
        put(Kind::redacted, text_in(*reasoning, "redactedContent"));
    }
    put(Kind::tool_input, tool ? text_in(*tool, "input") : std::string_view{});
    return {};
}

Result<void> ConverseWords::block_stop(Json event) {
    LICET_TRY(const auto number, number_of_block(event));
    if (theirs_ && *theirs_ != number) {
        return unexpected_answer("the end of a block that is not open");
    }
    theirs_.reset();
    close();
    return {};
}

Result<void> ConverseWords::understand(std::string_view name, Json event) {
    if (name == "messageStart") {
        if (std::exchange(started_, true)) {
            return unexpected_answer("a second messageStart");
        }
        events_.push_back({.kind = Kind::start});
        return {};
    }
    if (!started_ || (stopped_ && name != "metadata")) {
        return unexpected_answer("an event before messageStart or after messageStop");
    }
    if (name == "contentBlockStart") {
        return block_start(event);
    }
    if (name == "contentBlockDelta") {
        return block_delta(event);
    }
    if (name == "contentBlockStop") {
        return block_stop(event);
    }
    if (name == "messageStop") {
        return theirs_ ? unexpected_answer("messageStop within a block") : stop(event);
    }
    if (name == "metadata") {
        const auto tokens = event.find("usage");
        return tokens ? usage(*tokens) : unexpected_answer("metadata without usage");
    }
    return {};
}

Result<void> ConverseWords::whole_block(Json block) {
    if (const auto use = block.find("toolUse")) {
        open(BlockKind::tool_use, text_in(*use, "toolUseId"), text_in(*use, "name"));
    } else if (const auto reasoning = block.find("reasoningContent")) {
        open(BlockKind::reasoning);
        if (const auto said = reasoning->find("reasoningText")) {
            put(Kind::reasoning, text_in(*said, "text"));
            put(Kind::signature, text_in(*said, "signature"));
        }
        put(Kind::redacted, text_in(*reasoning, "redactedContent"));
    } else if (const auto cited = block.find("citationsContent")) {
        open(BlockKind::text);
        if (const auto parts = cited->find("content"); parts && parts->is_list()) {
            return parts->each_item([&](Json part) -> Result<void> {
                put(Kind::text, text_in(part, "text"));
                return {};
            });
        }
    } else if (block.find("text")) {
        open(BlockKind::text);
        put(Kind::text, text_in(block, "text"));
    }
    return {};
}

Result<std::span<const ReplyEvent>> ConverseWords::whole(Json body) {
    const auto output = body.find("output");
    const auto message = output ? output->find("message") : std::nullopt;
    const auto content = message ? message->find("content") : std::nullopt;
    const auto tokens = body.find("usage");
    if (!content || !tokens) {
        return unexpected_answer("no output.message.content or no usage");
    }
    events_.assign({{.kind = Kind::start}});
    const auto read_block = [&](Json block) -> Result<void> {
        if (blocks_ == AnthropicAnswer::kBlocksMost) {
            return unexpected_answer("too many blocks");
        }
        LICET_TRY_VOID(whole_block(block));
        const auto use = block.find("toolUse");
        if (const auto input = use ? use->find("input") : std::nullopt) {
            put(Kind::tool_input, inputs_.emplace_back(input->minified()));
        }
        close();
        return {};
    };
    LICET_TRY_VOID(content->each_item(read_block));
    LICET_TRY_VOID(stop(body));
    LICET_TRY_VOID(usage(*tokens));
    return std::span<const ReplyEvent>{events_};
}

Result<std::span<const ReplyEvent>> ConverseWords::event(std::string_view name, Json event) {
    events_.clear();
    LICET_TRY_VOID(understand(name, event));
    return std::span<const ReplyEvent>{events_};
}

Result<void> ConverseAnswer::event(std::string_view name, std::string_view data, Emit& emit) {
    LICET_TRY(const auto parsed, parse_piece(data));
    LICET_TRY(const auto events, said_.event(name, parsed));
    return pass_on(emit,
                   {.events = events, .raw = data, .name = name, .dialect = Dialect::converse});
}

Result<void> ConverseAnswer::piece(std::string_view bytes, Emit& emit) {
    return messages_.read(bytes, [&](const wire::EventMessage& message) -> Result<void> {
        LICET_TRY(const auto name, bedrock_event_type(message));
        return event(name, message.payload, emit);
    });
}

Result<void> ConverseAnswer::whole(std::string_view body, Emit& emit) {
    LICET_TRY(const auto parsed, parse_answer(body));
    LICET_TRY(const auto events, said_.whole(parsed));
    emit({.events = events, .raw = body, .dialect = Dialect::converse, .whole = true});
    return {};
}

/// What a chunk holds is an event of Anthropic's stream, named by its type.
Result<void> InvokeAnswer::chunk(std::string_view payload, Emit& emit) {
    LICET_TRY(const auto data, bytes_of_chunk(payload));
    LICET_TRY(const auto event, parse_piece(data));
    const std::string type{text_in(event, "type")};
    if (type.empty() || type.find_first_of("\r\n") != std::string_view::npos) {
        return unexpected_answer("an event without type, or of one that is no name");
    }
    return said_.event(type, data, emit);
}

Result<void> InvokeAnswer::piece(std::string_view bytes, Emit& emit) {
    return messages_.read(bytes, [&](const wire::EventMessage& message) -> Result<void> {
        LICET_TRY(const auto name, bedrock_event_type(message));
        return name == "chunk" ? chunk(message.payload, emit) : Result<void>{};
    });
}

}  // namespace licet::gateway
