// SPDX-License-Identifier: Apache-2.0
#include "gateway/upstreams/anthropic_answer.h"

#include <fmt/format.h>

#include <array>
#include <deque>
#include <utility>

namespace licet::gateway {
namespace {

using Kind = ReplyEvent::Kind;

constexpr std::string_view kDelta = "content_block_delta";

StopReason stop_reason_of(std::string_view name) {
    using enum StopReason;
    constexpr std::pair<std::string_view, StopReason> kNames[] = {
        {"max_tokens", max_tokens}, {"stop_sequence", stop_sequence},
        {"tool_use", tool_use},     {"pause_turn", pause_turn},
        {"refusal", refusal},       {"model_context_window_exceeded", context_window_exceeded}};
    for (const auto& [known, reason] : kNames) {
        if (known == name) {
            return reason;
        }
    }
    return end_turn;
}

std::optional<BlockKind> kind_of(std::string_view type) {
    if (type == "text") {
        return BlockKind::text;
    }
    if (type == "thinking" || type == "redacted_thinking") {
        return BlockKind::reasoning;
    }
    return type == "tool_use" ? std::optional{BlockKind::tool_use} : std::nullopt;
}

}  // namespace

/// Members that are not there keep what was said before: the last event tells the output only.
Result<void> AnthropicAnswer::usage(Json usage) {
    struct Member {
        std::string_view name;
        std::int64_t* tokens;
    };
    for (const auto& [name, tokens] :
         {Member{"input_tokens", &usage_.input}, Member{"output_tokens", &usage_.output},
          Member{"cache_read_input_tokens", &usage_.cache_read},
          Member{"cache_creation_input_tokens", &usage_.cache_write}}) {
        if (const auto value = usage.find(name); value && !value->is_null()) {
            LICET_TRY(*tokens, value->integer(0, kTokensMax));
        }
    }
    const auto created = usage.find("cache_creation");
    const auto hour = created ? created->find("ephemeral_1h_input_tokens") : std::nullopt;
    if (hour && !hour->is_null()) {
        LICET_TRY(usage_.cache_write_hour, hour->integer(0, kTokensMax));
    }
    events_.push_back({.kind = Kind::usage, .usage = usage_});
    return {};
}

Result<void> AnthropicAnswer::stop(Json delta) {
    const auto reason = text_in(delta, "stop_reason");
    if (reason.empty()) {
        return unexpected_answer("no stop_reason");
    }
    stopped_ = true;
    events_.push_back({.kind = Kind::stop,
                       .stop_reason = stop_reason_of(reason),
                       .text = text_in(delta, "stop_sequence")});
    return {};
}

Result<void> AnthropicAnswer::block_start(Json event) {
    const auto block = event.find("content_block");
    if (!block || block_) {
        return unexpected_answer("a block without content, or within another");
    }
    if (stopped_) {
        return unexpected_answer("a block after the end of the message");
    }
    const auto type = text_in(*block, "type");
    block_ = kind_of(type);
    if (!block_) {
        return {};
    }
    const auto number = blocks_++;
    events_.push_back({.kind = Kind::block_start,
                       .block = number,
                       .block_kind = *block_,
                       .id = text_in(*block, "id"),
                       .name = text_in(*block, "name")});
    const auto put = [&](Kind kind, std::string_view text) {
        if (!text.empty()) {
            events_.push_back({.kind = kind, .block = number, .text = text});
        }
    };
    if (*block_ == BlockKind::text) {
        put(Kind::text, text_in(*block, "text"));
    } else if (*block_ == BlockKind::reasoning) {
        put(Kind::reasoning, text_in(*block, "thinking"));
        put(Kind::redacted, text_in(*block, "data"));
    }
    return {};
}

Result<void> AnthropicAnswer::block_delta(Json event) {
    const auto delta = event.find("delta");
    if (!delta) {
        return unexpected_answer("a delta without content");
    }
    if (!block_) {
        return {};
    }
    struct Part {
        std::string_view type, member;
        Kind kind;
        BlockKind of;
    };
    constexpr std::array<Part, 4> kParts{
        {{"text_delta", "text", Kind::text, BlockKind::text},
         {"thinking_delta", "thinking", Kind::reasoning, BlockKind::reasoning},
         {"signature_delta", "signature", Kind::signature, BlockKind::reasoning},
         {"input_json_delta", "partial_json", Kind::tool_input, BlockKind::tool_use}}};
    const auto type = text_in(*delta, "type");
    for (const auto& part : kParts) {
        if (part.type != type) {
            continue;
        }
        if (part.of != *block_) {
            return unexpected_answer(fmt::format("a {} in a block of another kind", type));
        }
        if (const auto text = text_in(*delta, part.member); !text.empty()) {
            events_.push_back({.kind = part.kind, .block = blocks_ - 1, .text = text});
        }
    }
    return {};  // others, such as citations, are for doors of the same dialect
}

Result<void> AnthropicAnswer::understand(std::string_view name, Json event) {
    if (name == "message_start") {
        const auto message = event.find("message");
        if (!message || std::exchange(started_, true)) {
            return unexpected_answer("a message_start without message, or a second one");
        }
        events_.push_back({.kind = Kind::start, .text = text_in(*message, "id")});
        const auto tokens = message->find("usage");
        return tokens ? usage(*tokens) : Result<void>{};
    }
    if (!started_ && name != "ping") {
        return unexpected_answer("an event before message_start");
    }
    if (name == "content_block_start") {
        return block_start(event);
    }
    if (name == kDelta) {
        return block_delta(event);
    }
    if (name == "content_block_stop") {
        if (block_) {
            events_.push_back(
                {.kind = Kind::block_stop, .block = blocks_ - 1, .block_kind = *block_});
            block_.reset();
            slot_.forget();
        }
        return {};
    }
    if (name == "message_delta") {
        const auto delta = event.find("delta");
        if (!delta || block_) {
            return unexpected_answer("a message_delta without delta, or within a block");
        }
        if (!stopped_ && !text_in(*delta, "stop_reason").empty()) {  // there may be several
            LICET_TRY_VOID(stop(*delta));
        }
        const auto tokens = event.find("usage");
        return tokens ? usage(*tokens) : Result<void>{};
    }
    if (name == "message_stop") {
        done_ = stopped_;
        return stopped_ ? Result<void>{} : unexpected_answer("message_stop before message_delta");
    }
    return {};
}

Result<void> AnthropicAnswer::parse(std::string_view name, std::string_view data) {
    LICET_TRY(const auto parsed, parse_piece(data));
    LICET_TRY_VOID(understand(name, parsed));
    if (name == kDelta) {
        slot_.learn(data, events_);
    }
    return {};
}

Result<void> AnthropicAnswer::event(std::string_view name, std::string_view data, Emit& emit) {
    if (done_) {
        return unexpected_answer("an event after message_stop");
    }
    if (name == "error") {
        return unexpected_answer("an error within the stream");
    }
    events_.clear();
    if (const auto text = name == kDelta ? slot_.text_in(data) : std::nullopt) {
        events_.push_back({.kind = block_ == BlockKind::text ? Kind::text : Kind::reasoning,
                           .block = blocks_ - 1,
                           .text = *text});
    } else {
        LICET_TRY_VOID(parse(name, data));
    }
    if (name == "ping") {
        return {};
    }
    return emit({.events = events_, .raw = data, .name = name, .dialect = Dialect::anthropic})
               ? Result<void>{}
               : Error{ErrorKind::invalid, "the answer is not wanted any more"};
}

Result<void> AnthropicAnswer::piece(std::string_view bytes, Emit& emit) {
    return sse_.read(bytes, [&](std::string_view name, std::string_view data) {
        return event(name, data, emit);
    });
}

/// The inputs of tools come as objects here: they are kept until the frame is gone.
Result<void> AnthropicAnswer::whole(std::string_view body, Emit& emit) {
    const auto parsed = parse_piece(body);
    if (!parsed.ok()) {
        return Error{ErrorKind::invalid, "the answer " + parsed.error().message};
    }
    const auto content = parsed->find("content");
    const auto tokens = parsed->find("usage");
    if (!content || !tokens) {
        return unexpected_answer("no content or no usage");
    }
    std::deque<std::string> inputs;
    events_.assign({{.kind = Kind::start, .text = text_in(*parsed, "id")}});
    LICET_TRY_VOID(content->each_item([&](Json block) -> Result<void> {
        const auto kind = kind_of(text_in(block, "type"));
        if (!kind) {
            return {};
        }
        if (blocks_ == kBlocksMost) {
            return unexpected_answer("too many blocks");
        }
        const auto number = blocks_++;
        events_.push_back({.kind = Kind::block_start,
                           .block = number,
                           .block_kind = *kind,
                           .id = text_in(block, "id"),
                           .name = text_in(block, "name")});
        const auto put = [&](Kind part, std::string_view text) {
            if (!text.empty()) {
                events_.push_back({.kind = part, .block = number, .text = text});
            }
        };
        if (*kind == BlockKind::text) {
            put(Kind::text, text_in(block, "text"));
        } else if (*kind == BlockKind::reasoning) {
            put(Kind::reasoning, text_in(block, "thinking"));
            put(Kind::signature, text_in(block, "signature"));
            put(Kind::redacted, text_in(block, "data"));
        } else if (const auto input = block.find("input")) {
            put(Kind::tool_input, inputs.emplace_back(input->minified()));
        }
        events_.push_back({.kind = Kind::block_stop, .block = number, .block_kind = *kind});
        return {};
    }));
    LICET_TRY_VOID(stop(*parsed));
    LICET_TRY_VOID(usage(*tokens));
    emit({.events = events_, .raw = body, .dialect = Dialect::anthropic, .whole = true});
    return {};
}

}  // namespace licet::gateway
