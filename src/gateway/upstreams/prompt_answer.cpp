// SPDX-License-Identifier: Apache-2.0
#include "gateway/upstreams/prompt_answer.h"

#include <fmt/format.h>

#include <utility>

namespace licet::gateway {
namespace {

using Kind = ReplyEvent::Kind;

StopReason stop_reason_of(const PromptFormat& format, std::string_view name) {
    if (name == format.ended) {
        return StopReason::end_turn;
    }
    if (name == format.at_limit) {
        return StopReason::max_tokens;
    }
    if (name == format.at_sequence) {
        return StopReason::stop_sequence;
    }
    return name == format.filtered ? StopReason::content_filtered : StopReason::end_turn;
}

/// The one answer of a body. @param list its member; empty: the body is it
std::optional<Json> answer_of(const Json& body, std::string_view list) {
    if (list.empty()) {
        return body;
    }
    const auto answers = body.find(list);
    return answers ? answers->first() : std::nullopt;
}

}  // namespace

void PromptAnswer::begin() {
    if (!std::exchange(started_, true)) {
        events_.push_back({.kind = Kind::start});
    }
}

Result<void> PromptAnswer::text(const Json& answer) {
    const auto said = text_in(answer, format_.text);
    if (said.empty()) {
        return {};
    }
    if (stopped_) {
        return unexpected_answer("more of an answer that was finished");
    }
    if (!std::exchange(open_, true)) {
        events_.push_back({.kind = Kind::block_start});
    }
    events_.push_back({.kind = Kind::text, .text = said});
    return {};
}

Result<void> PromptAnswer::count(const Json& body, std::string_view name,
                                 std::int64_t TokenUsage::*which) {
    const auto value = name.empty() ? std::nullopt : body.find(name);
    if (value && !value->is_null()) {
        LICET_TRY(const auto tokens, value->integer(0, kTokensMax));
        if (!usage_) {
            usage_.emplace();
        }
        (*usage_).*which = tokens;
    }
    return {};
}

void PromptAnswer::stop(std::string_view reason) {
    if (std::exchange(open_, false)) {
        events_.push_back({.kind = Kind::block_stop});
    }
    stopped_ = true;
    events_.push_back({.kind = Kind::stop, .stop_reason = stop_reason_of(format_, reason)});
}

void PromptAnswer::tell_usage() {
    if (usage_) {
        events_.push_back({.kind = Kind::usage, .usage = *usage_});
    }
}

Result<void> PromptAnswer::whole(std::string_view body, Emit& emit) {
    LICET_TRY(const auto parsed, parse_answer(body));
    const auto answer = answer_of(parsed, format_.answers);
    if (!answer || !answer->find(format_.text)) {
        return unexpected_answer(fmt::format("no `{}`", format_.text));
    }
    begin();
    LICET_TRY_VOID(text(*answer));
    stop(text_in(*answer, format_.stop_reason));
    usage_ = told();
    LICET_TRY_VOID(count(parsed, format_.input_tokens, &TokenUsage::input));
    LICET_TRY_VOID(count(*answer, format_.output_tokens, &TokenUsage::output));
    tell_usage();
    emit({.events = events_, .raw = body, .dialect = format_.dialect, .whole = true});
    return {};
}

Result<void> PromptAnswer::chunk(Json part, std::string_view data, Emit& emit) {
    events_.clear();
    begin();
    const auto before = usage_;
    if (const auto answer = answer_of(part, format_.chunks)) {
        LICET_TRY_VOID(text(*answer));
        const auto reason = text_in(*answer, format_.stop_reason);
        if (!reason.empty() && !stopped_) {
            stop(reason);
        }
        LICET_TRY_VOID(count(*answer, format_.running_tokens, &TokenUsage::output));
    }
    LICET_TRY_VOID(count(part, format_.input_tokens, &TokenUsage::input));
    LICET_TRY(const auto told, metrics(part));
    usage_ = told ? told : usage_;
    if (usage_ != before || stopped_) {
        tell_usage();
    }
    return pass_on(emit, {.events = events_, .raw = data, .dialect = format_.dialect});
}

}  // namespace licet::gateway
