// SPDX-License-Identifier: Apache-2.0
#include "gateway/upstreams/responses_answer.h"

#include <algorithm>
#include <array>
#include <utility>

namespace licet::gateway {
namespace {

using Kind = ReplyEvent::Kind;

/// Events that bring a piece of a block, and by what other event the whole of it is told.
struct Part {
    std::string_view delta;
    std::string_view done;
    std::string_view member;  ///< of the whole
    Kind kind;
    BlockKind of;
};
constexpr std::array<Part, 5> kParts{
    {{"response.output_text.delta", "response.output_text.done", "text", Kind::text,
      BlockKind::text},
     {"response.refusal.delta", "response.refusal.done", "refusal", Kind::text, BlockKind::text},
     {"response.reasoning_summary_text.delta", "response.reasoning_summary_text.done", "text",
      Kind::reasoning, BlockKind::reasoning},
     {"response.reasoning_text.delta", "response.reasoning_text.done", "text", Kind::reasoning,
      BlockKind::reasoning},
     {"response.function_call_arguments.delta", "response.function_call_arguments.done",
      "arguments", Kind::tool_input, BlockKind::tool_use}}};

Result<std::int64_t> detail_of(const Json& usage, std::string_view group, std::string_view name) {
    const auto details = usage.find(group);
    const auto count = details ? details->find(name) : std::nullopt;
    return count && !count->is_null() ? count->integer(0, kTokensMax) : Result<std::int64_t>{0};
}

Result<TokenUsage> usage_of(const Json& usage) {
    TokenUsage out;
    LICET_TRY(const auto input, tokens_of(usage, "input_tokens"));
    LICET_TRY(out.output, tokens_of(usage, "output_tokens"));
    LICET_TRY(const auto cached, detail_of(usage, "input_tokens_details", "cached_tokens"));
    LICET_TRY(out.reasoning, detail_of(usage, "output_tokens_details", "reasoning_tokens"));
    out.cache_read = std::min(cached, input);
    out.input = input - out.cache_read;
    return out;
}

/// @param calls whether a tool was asked for
Result<StopReason> stop_reason_of(const Json& response, bool calls) {
    const auto status = text_in(response, "status");
    if (status == "completed") {
        return calls ? StopReason::tool_use : StopReason::end_turn;
    }
    const auto details = response.find("incomplete_details");
    if (status != "incomplete" || !details) {
        return unexpected_answer("a response that was not completed");
    }
    return text_in(*details, "reason") == "content_filter" ? StopReason::content_filtered
                                                           : StopReason::max_tokens;
}

}  // namespace

void ResponsesAnswer::put(Kind kind, std::string_view text) {
    if (!text.empty()) {
        has_pieces_ = true;
        events_.push_back({.kind = kind, .block = blocks_ - 1, .text = text});
    }
}

Result<void> ResponsesAnswer::open(BlockKind kind, std::string_view id, std::string_view name) {
    close();
    if (blocks_ >= kBlocksMost) {
        return unexpected_answer("too many blocks");
    }
    if (kind == BlockKind::tool_use && (id.empty() || name.empty())) {
        return unexpected_answer("a function call without call_id or name");
    }
    block_ = kind;
    has_pieces_ = false;
    calls_ = calls_ || kind == BlockKind::tool_use;
    events_.push_back({.kind = Kind::block_start,
                       .block = blocks_++,
                       .block_kind = kind,
                       .id = id,
                       .name = name});
    return {};
}

void ResponsesAnswer::close() {
    if (block_) {
        events_.push_back({.kind = Kind::block_stop, .block = blocks_ - 1, .block_kind = *block_});
        block_.reset();
    }
}

Result<void> ResponsesAnswer::item_added(Json item) {
    const auto type = text_in(item, "type");
    if (type == "function_call") {
        return open(BlockKind::tool_use, text_in(item, "call_id"), text_in(item, "name"));
    }
    return type == "reasoning" ? open(BlockKind::reasoning) : Result<void>{};
}

/// What a thought's server wants to see again is told with its end.
Result<void> ResponsesAnswer::item_done(Json item) {
    if (block_ == BlockKind::reasoning) {
        put(has_pieces_ ? Kind::signature : Kind::redacted, text_in(item, "encrypted_content"));
    }
    close();
    return {};
}

/// A piece of a text may come before its block was told to begin.
Result<void> ResponsesAnswer::delta(std::string_view type, std::string_view text) {
    for (const auto& part : kParts) {
        if (part.delta != type) {
            continue;
        }
        if (block_ != part.of) {
            LICET_TRY_VOID(open(part.of));
        }
        put(part.kind, text);
    }
    return {};
}

/// All of a block that did not come in pieces.
Result<void> ResponsesAnswer::rest(std::string_view type, Json event) {
    for (const auto& part : kParts) {
        if (part.done == type && (block_ != part.of || !has_pieces_)) {
            return delta(part.delta, text_in(event, part.member));
        }
    }
    return {};
}

Result<void> ResponsesAnswer::finish(Json response) {
    close();
    LICET_TRY(const auto reason, stop_reason_of(response, calls_));
    const auto tokens = response.find("usage");
    if (!tokens || !tokens->is_object()) {
        return unexpected_answer("no usage");
    }
    LICET_TRY(const auto usage, usage_of(*tokens));
    finished_ = true;
    events_.push_back({.kind = Kind::stop, .stop_reason = reason});
    events_.push_back({.kind = Kind::usage, .usage = usage});
    return {};
}

Result<void> ResponsesAnswer::understand(std::string_view type, Json event) {
    if (type == "error" || type == "response.failed") {
        return unexpected_answer("an error within the stream");
    }
    if (finished_) {
        return unexpected_answer("more of an answer that was finished");
    }
    const auto response = event.find("response");
    if (!std::exchange(started_, true)) {
        events_.push_back({.kind = Kind::start,
                           .text = response ? text_in(*response, "id") : std::string_view{}});
    }
    if (type == "response.completed" || type == "response.incomplete") {
        return response ? finish(*response) : unexpected_answer("an end without response");
    }
    const auto item = event.find("item");
    if (type == "response.output_item.added") {
        return item ? item_added(*item) : unexpected_answer("an item that is none");
    }
    if (type == "response.output_item.done") {
        return item ? item_done(*item) : unexpected_answer("an item that is none");
    }
    if (type == "response.content_part.added") {
        const auto part = event.find("part");
        const auto kind = part ? text_in(*part, "type") : std::string_view{};
        return kind == "output_text" || kind == "refusal" ? open(BlockKind::text) : Result<void>{};
    }
    if (type == "response.content_part.done") {
        if (block_ == BlockKind::text) {
            close();
        }
        return {};
    }
    return type.ends_with(".done") ? rest(type, event) : delta(type, text_in(event, "delta"));
}

Result<void> ResponsesAnswer::event(std::string_view name, std::string_view data, Emit& emit) {
    if (data == "[DONE]") {  // some servers end all their streams so
        return finished_ ? Result<void>{} : unexpected_answer("an end before the end");
    }
    LICET_TRY(const auto parsed, parse_piece(data));
    events_.clear();
    LICET_TRY_VOID(understand(text_in(parsed, "type"), parsed));
    return emit(
               {.events = events_, .raw = data, .name = name, .dialect = Dialect::openai_responses})
               ? Result<void>{}
               : Error{ErrorKind::invalid, "the answer is not wanted any more"};
}

Result<void> ResponsesAnswer::piece(std::string_view bytes, Emit& emit) {
    return sse_.read(bytes, [&](std::string_view name, std::string_view data) {
        return event(name, data, emit);
    });
}

Result<void> ResponsesAnswer::whole_item(Json item) {
    const auto type = text_in(item, "type");
    const auto each_text = [&](std::string_view list, BlockKind of, Kind kind) -> Result<void> {
        const auto parts = item.find(list);
        if (!parts || parts->is_null()) {
            return {};
        }
        return parts->each_item([&](Json part) -> Result<void> {
            if (of == BlockKind::text) {
                LICET_TRY_VOID(open(of));
            }
            put(kind, text_in(part, text_in(part, "type") == "refusal" ? "refusal" : "text"));
            return {};
        });
    };
    if (type == "message") {
        LICET_TRY_VOID(each_text("content", BlockKind::text, Kind::text));
    } else if (type == "function_call") {
        LICET_TRY_VOID(item_added(item));
        put(Kind::tool_input, text_in(item, "arguments"));
    } else if (type == "reasoning") {
        LICET_TRY_VOID(item_added(item));
        for (const auto* list : {"summary", "content"}) {
            LICET_TRY_VOID(each_text(list, BlockKind::reasoning, Kind::reasoning));
        }
    }
    return item_done(item);
}

Result<void> ResponsesAnswer::whole(std::string_view body, Emit& emit) {
    const auto parsed = parse_piece(body);
    if (!parsed.ok()) {
        return Error{ErrorKind::invalid, "the answer " + parsed.error().message};
    }
    const auto output = parsed->find("output");
    if (!output || !output->is_list()) {
        return unexpected_answer("no output");
    }
    events_.assign({{.kind = Kind::start, .text = text_in(*parsed, "id")}});
    LICET_TRY_VOID(output->each_item([&](Json item) { return whole_item(item); }));
    LICET_TRY_VOID(finish(*parsed));
    emit({.events = events_, .raw = body, .dialect = Dialect::openai_responses, .whole = true});
    return {};
}

}  // namespace licet::gateway
