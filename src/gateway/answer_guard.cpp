// SPDX-License-Identifier: Apache-2.0
#include "gateway/answer_guard.h"

#include <fmt/format.h>

#include <utility>

namespace licet::gateway {
namespace {

using guardrail::Source;
using Kind = ReplyEvent::Kind;

Error too_long(std::string_view what) {
    return {ErrorKind::unavailable,
            fmt::format("{} is too long to be held against the guardrails that apply", what),
            "ModelErrorException"};
}

}  // namespace

Result<std::vector<ReplyEvent>> AnswerGuard::pass(std::span<const ReplyEvent> events) {
    out_.clear();
    texts_.clear();
    for (const auto& event : events) {
        if (blocked_) {
            break;
        }
        LICET_TRY_VOID(take(event));
    }
    std::size_t bytes = 0;
    for (const auto& event : out_) {
        bytes += event.text.size();
    }
    if (bytes > kPassedBytesMax) {
        return too_long("an answer");
    }
    return std::move(out_);
}

Result<void> AnswerGuard::take(const ReplyEvent& event) {
    switch (event.kind) {
        case Kind::start:
        case Kind::usage:
            out_.push_back(event);
            break;
        case Kind::block_start:
            open(event);
            break;
        case Kind::text:
        case Kind::reasoning:
            piece(event);
            break;
        case Kind::tool_input:
            return tool_piece(event);
        case Kind::signature:
            finish_text();
            if (!blocked_ && !changed_) {
                emit(event);
            }
            break;
        case Kind::redacted:
            emit(event);
            break;
        case Kind::block_stop:
            if (open_ == BlockKind::text) {
                ended_ = true;
            } else {
                close();
            }
            break;
        case Kind::stop:
            close();
            if (!blocked_) {
                out_.push_back(event);
            }
            break;
    }
    return {};
}

void AnswerGuard::open(const ReplyEvent& event) {
    if (ended_ && scanner_ && event.block_kind == BlockKind::text) {
        scanner_->mark();
        filled_.push_back(false);
        ended_ = false;
        return;
    }
    close();
    if (blocked_) {
        return;
    }
    open_ = event.block_kind;
    filled_.assign(1, false);
    changed_ = false;
    told_ = true;
    emit(event);
}

void AnswerGuard::piece(const ReplyEvent& event) {
    if (!open_ || event.text.empty()) {
        return;
    }
    if (!scanner_) {
        scanner_.emplace(guarding_.scanner());
    }
    filled_.back() = true;
    auto& text = texts_.emplace_back();
    scanner_->write(event.text, text);
    emit_scanned(text);
    if (scanner_->blocked()) {
        finish_text();
    }
}

Result<void> AnswerGuard::tool_piece(const ReplyEvent& event) {
    if (tool_input_.size() + event.text.size() > kToolInputBytesMax) {
        return too_long("a tool's input");
    }
    tool_input_ += event.text;
    return {};
}

void AnswerGuard::finish_text() {
    if (!scanner_) {
        return;
    }
    auto& text = texts_.emplace_back();
    scanner_->finish(text);
    emit_scanned(text);
    guarding_.note(*scanner_);
    const bool blocks = scanner_->blocked();
    for (const auto place : guarding_.everybody()) {
        changed_ = changed_ || scanner_->outcome(place) > guardrail::Action::none;
    }
    scanner_.reset();
    if (blocks) {
        end_blocked();
    }
}

void AnswerGuard::finish_tool() {
    auto input = std::exchange(tool_input_, {});
    if (input.empty()) {
        return;
    }
    auto outcome =
        guarding_.scan(guarding_.everybody(), Source::output, input, Guarding::Form::json);
    if (outcome.blocked) {
        end_blocked();
        return;
    }
    emit_text(texts_.emplace_back(std::move(outcome.changed ? outcome.text : input)));
}

/// The end of the block that is open, if one is.
void AnswerGuard::close() {
    finish_text();
    if (!blocked_) {
        finish_tool();
    }
    if (blocked_ || !open_) {
        return;
    }
    tell_stop();
    open_.reset();
    ended_ = false;
}

void AnswerGuard::tell_start() {
    if (!told_) {
        told_ = true;
        emit({.kind = Kind::block_start, .block_kind = *open_});
    }
}

/// Of a text that a mask in one before it took whole there is nothing to tell.
void AnswerGuard::tell_stop() {
    if (!told_ && filled_.front()) {
        return;
    }
    tell_start();
    emit({.kind = Kind::block_stop, .block_kind = *open_});
    ++blocks_;
}

/// Blocks are numbered as they are told.
void AnswerGuard::emit(ReplyEvent event) {
    event.block = blocks_;
    out_.push_back(event);
}

void AnswerGuard::emit_text(std::string_view text) {
    if (text.empty()) {
        return;
    }
    tell_start();
    const auto kind = open_ == BlockKind::tool_use    ? Kind::tool_input
                      : open_ == BlockKind::reasoning ? Kind::reasoning
                                                      : Kind::text;
    emit({.kind = kind, .text = text});
}

/// What the scanner let go, in the blocks in which it came.
void AnswerGuard::emit_scanned(std::string_view text) {
    std::size_t from = 0;
    for (const auto mark : scanner_->marks()) {
        emit_text(text.substr(from, mark - from));
        from = mark;
        tell_stop();
        told_ = false;
        filled_.pop_front();
    }
    emit_text(text.substr(from));
}

void AnswerGuard::end_blocked() {
    blocked_ = true;
    if (open_ != BlockKind::text) {
        if (open_) {
            tell_stop();
        }
        open_ = BlockKind::text;
        told_ = false;
    }
    tell_start();
    emit({.kind = Kind::text, .text = guarding_.message(Source::output)});
    emit({.kind = Kind::block_stop, .block_kind = BlockKind::text});
    out_.push_back({.kind = Kind::stop, .stop_reason = StopReason::guardrail_intervened});
}

void AnswerGuard::give_up() {
    if (scanner_) {
        std::string dropped;
        scanner_->finish(dropped);
        guarding_.note(*scanner_);
        scanner_.reset();
    }
}

Result<void> guard_whole(AnswerGuard& guard, Reply& reply) {
    auto& guarding = guard.guarding();
    LICET_TRY(const auto passed, guard.pass(events_of(reply)));
    if (guarding.outcome(Source::output) != guardrail::Action::none) {
        for (const auto& block : reply.blocks) {
            guarding.trace().withheld(block.text);
        }
    }
    Reply guarded{.id = reply.id};
    if (guard.blocked()) {
        guarded.blocks = {
            {.kind = BlockKind::text, .text = std::string{guarding.message(Source::output)}}};
        guarded.stop_reason = StopReason::guardrail_intervened;
    } else {
        for (const auto& event : passed) {
            add(guarded, event);
        }
    }
    reply = std::move(guarded);
    return {};
}

}  // namespace licet::gateway
