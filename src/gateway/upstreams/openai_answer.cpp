// SPDX-License-Identifier: Apache-2.0
#include "gateway/upstreams/openai_answer.h"

#include <algorithm>
#include <utility>

namespace licet::gateway {
namespace {

using Kind = ReplyEvent::Kind;

constexpr std::string_view kDone = "[DONE]";

/// The end of a stream that nobody wants any more.
Error not_wanted() {
    return Error{ErrorKind::invalid, "the answer is not wanted any more"};
}

std::int64_t detail_of(const Json& usage, std::string_view group, std::string_view name) {
    const auto details = usage.find(group);
    const auto count = details ? details->find(name) : std::nullopt;
    const auto value = count ? count->integer(0, kTokensMax) : Result<std::int64_t>{0};
    return value.ok() ? *value : 0;
}

Result<TokenUsage> usage_of(const Json& usage) {
    TokenUsage out;
    LICET_TRY(const auto prompt, tokens_of(usage, "prompt_tokens"));
    LICET_TRY(out.output, tokens_of(usage, "completion_tokens"));
    out.cache_read = std::min(detail_of(usage, "prompt_tokens_details", "cached_tokens"), prompt);
    out.input = prompt - out.cache_read;
    out.reasoning = detail_of(usage, "completion_tokens_details", "reasoning_tokens");
    return out;
}

}  // namespace

void OpenAiAnswer::put(Kind kind, std::string_view text) {
    events_.push_back({.kind = kind, .block = blocks_ - 1, .text = text});
}

void OpenAiAnswer::open(BlockKind kind, std::string_view id, std::string_view name) {
    close();
    block_ = kind;
    calls_ = calls_ || kind == BlockKind::tool_use;
    ++blocks_;
    events_.push_back({.kind = Kind::block_start,
                       .block = blocks_ - 1,
                       .block_kind = kind,
                       .id = id,
                       .name = name});
}

void OpenAiAnswer::close() {
    if (block_) {
        events_.push_back({.kind = Kind::block_stop, .block = blocks_ - 1, .block_kind = *block_});
        block_.reset();
        slot_.forget();
        tool_ = -1;
    }
}

Result<void> OpenAiAnswer::usage(Json body) {
    const auto usage = body.find("usage");
    if (usage && usage->is_object()) {
        LICET_TRY(const auto tokens, usage_of(*usage));
        events_.push_back({.kind = Kind::usage, .usage = tokens});
    }
    return {};
}

Result<void> OpenAiAnswer::finish(Json choice) {
    const auto reason = text_in(choice, "finish_reason");
    if (reason.empty() || finished_) {
        return {};
    }
    close();
    finished_ = true;
    ReplyEvent event{.kind = Kind::stop};
    if (reason == "length") {
        event.stop_reason = StopReason::max_tokens;
    } else if (reason == "tool_calls" || reason == "function_call") {
        event.stop_reason = StopReason::tool_use;
    } else if (reason == "content_filter") {
        event.stop_reason = StopReason::content_filtered;
    } else {
        const auto matched = std::find(stop_sequences_.begin(), stop_sequences_.end(),
                                       text_in(choice, "stop_reason"));
        if (matched != stop_sequences_.end()) {
            event.stop_reason = StopReason::stop_sequence;
            event.text = *matched;
        } else if (calls_) {  // a tool that the caller chose: these servers say `stop` then
            event.stop_reason = StopReason::tool_use;
        }
    }
    events_.push_back(event);
    return {};
}

/// A call goes on as long as its number is the same.
Result<void> OpenAiAnswer::tool_call(Json call) {
    const auto function = call.find("function");
    if (!function) {
        return unexpected_answer("a tool call without function");
    }
    const auto index = call.find("index");
    const auto number = index ? index->integer(0, kTokensMax) : Result<std::int64_t>{tool_ + 1};
    if (!number.ok()) {
        return unexpected_answer("the index of a tool call is none");
    }
    if (block_ != BlockKind::tool_use || *number != tool_) {
        if (blocks_ >= kBlocksMost) {
            return unexpected_answer("too many blocks");
        }
        const auto id = text_in(call, "id");
        const auto name = text_in(*function, "name");
        if (id.empty() || name.empty()) {
            return unexpected_answer("a tool call without id or name");
        }
        open(BlockKind::tool_use, id, name);
        tool_ = *number;
    }
    if (const auto arguments = text_in(*function, "arguments"); !arguments.empty()) {
        put(Kind::tool_input, arguments);
    }
    return {};
}

/// Of a message or of a part of one.
Result<void> OpenAiAnswer::message(Json message) {
    auto reasoning = text_in(message, "reasoning_content");
    reasoning = reasoning.empty() ? text_in(message, "reasoning") : reasoning;
    if (!reasoning.empty()) {
        if (block_ != BlockKind::reasoning) {
            open(BlockKind::reasoning);
        }
        put(Kind::reasoning, reasoning);
    }
    for (const auto member : {"content", "refusal"}) {
        if (const auto text = text_in(message, member); !text.empty()) {
            if (block_ != BlockKind::text) {
                open(BlockKind::text);
            }
            put(Kind::text, text);
        }
    }
    const auto calls = message.find("tool_calls");
    if (!calls || calls->is_null()) {
        return {};
    }
    return calls->each_item([&](Json call) { return tool_call(call); });
}

Result<void> OpenAiAnswer::chunk(std::string_view data, Emit& emit) {
    if (data == kDone) {
        done_ = true;
        return {};
    }
    if (done_) {
        return unexpected_answer("a chunk after the end");
    }
    events_.clear();
    if (const auto text = slot_.text_in(data)) {
        put(block_ == BlockKind::text ? Kind::text : Kind::reasoning, *text);
    } else {
        LICET_TRY_VOID(understand(data));
    }
    return emit({.events = events_, .raw = data, .dialect = Dialect::openai_chat}) ? Result<void>{}
                                                                                   : not_wanted();
}

Result<void> OpenAiAnswer::understand(std::string_view data) {
    LICET_TRY(const auto body, parse_piece(data));
    if (const auto error = body.find("error"); error && !error->is_null()) {
        return unexpected_answer("an error within the stream");
    }
    if (!std::exchange(started_, true)) {
        events_.push_back({.kind = Kind::start, .text = text_in(body, "id")});
    }
    const auto choices = body.find("choices");
    if (const auto choice = choices ? choices->first() : std::nullopt) {
        if (const auto delta = choice->find("delta"); delta && delta->is_object()) {
            const auto before = events_.size();
            LICET_TRY_VOID(message(*delta));
            if (finished_ && events_.size() != before) {
                return unexpected_answer("more of an answer that was finished");
            }
        }
        LICET_TRY_VOID(finish(*choice));
    }
    LICET_TRY_VOID(usage(body));
    slot_.learn(data, events_);
    return {};
}

Result<void> OpenAiAnswer::piece(std::string_view bytes, Emit& emit) {
    return sse_.read(
        bytes, [&](std::string_view /*name*/, std::string_view data) { return chunk(data, emit); });
}

Result<void> OpenAiAnswer::whole(std::string_view body_text, Emit& emit) {
    const auto parsed = parse_piece(body_text);
    if (!parsed.ok()) {
        return Error{ErrorKind::invalid, "the answer " + parsed.error().message};
    }
    const auto choices = parsed->find("choices");
    const auto choice = choices ? choices->first() : std::nullopt;
    const auto said = choice ? choice->find("message") : std::nullopt;
    const auto content = said ? said->find("content") : std::nullopt;
    if (!content && !(said && said->find("tool_calls"))) {
        return unexpected_answer("no choices[0].message.content");
    }
    const bool has_text = content && !content->is_null();
    if (has_text && !content->is_text()) {
        return unexpected_answer("choices[0].message.content: must be a text");
    }
    events_.push_back({.kind = Kind::start, .text = text_in(*parsed, "id")});
    LICET_TRY_VOID(message(*said));
    LICET_TRY_VOID(finish(*choice));
    if (!finished_) {  // some servers leave it out
        close();
        events_.push_back({.kind = Kind::stop});
    }
    const bool is_nothing = blocks_ == 0 && !has_text;
    if (is_nothing && text_in(*choice, "finish_reason") == "stop") {
        return unexpected_answer("choices[0].message.content is null");
    }
    if (const auto tokens = parsed->find("usage"); !tokens || !tokens->is_object()) {
        return unexpected_answer("no usage.prompt_tokens");
    }
    LICET_TRY_VOID(usage(*parsed));
    emit({.events = events_, .raw = body_text, .dialect = Dialect::openai_chat, .whole = true});
    return {};
}

}  // namespace licet::gateway
