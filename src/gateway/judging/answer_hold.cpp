// SPDX-License-Identifier: Apache-2.0
#include "gateway/judging/answer_hold.h"

#include "base/utf8.h"
#include "gateway/judging/cases.h"

#include <algorithm>
#include <utility>

namespace licet::gateway {
namespace {

using Kind = ReplyEvent::Kind;

BlockKind block_of(Kind kind) {
    return kind == Kind::text        ? BlockKind::text
           : kind == Kind::reasoning ? BlockKind::reasoning
                                     : BlockKind::tool_use;
}

/// The last characters of a text.
void keep_end(std::string& text, std::size_t characters) {
    auto at = text.size();
    while (at > 0 && characters > 0) {
        --at;
        if (!continues_character(text[at])) {
            --characters;
        }
    }
    text.erase(0, at);
}

}  // namespace

ReplyEvent AnswerHold::Held::told() const {
    auto out = event;
    out.text = text;
    out.id = id;
    out.name = name;
    return out;
}

void AnswerHold::take(std::span<const ReplyEvent> events, std::string_view own_words) {
    for (const auto& event : events) {
        const bool is_text = event.kind == Kind::text || event.kind == Kind::reasoning ||
                             event.kind == Kind::tool_input;
        const bool judged = is_text && event.text.data() != own_words.data();
        events_.push_back({.event = event,
                           .text = std::string{event.text},
                           .id = std::string{event.id},
                           .name = std::string{event.name},
                           .judged = judged});
        if (judged) {
            characters_ += count_characters(event.text);
        }
    }
}

std::vector<guardrail::JudgedText> AnswerHold::begin_window() {
    std::vector<guardrail::JudgedText> texts;
    std::size_t characters = 0;
    for (const auto& held : events_) {
        if (held.judged) {
            const auto more = count_characters(held.text);
            if (windows_ == Windows::many && characters != 0 && characters + more > kWindowMax) {
                break;
            }
            characters += more;
            add_text(texts, block_of(held.event.kind), held.text);
        }
        ++window_;
    }
    characters_ -= characters;
    return texts;
}

std::vector<ReplyEvent> AnswerHold::release() {
    released_.clear();
    for (; window_ > 0; --window_) {
        released_.push_back(std::move(events_.front()));
        events_.pop_front();
    }
    std::vector<ReplyEvent> out;
    out.reserve(released_.size());
    for (const auto& held : released_) {
        out.push_back(held.told());
        note(out.back());
        if (held.judged) {
            context_ += held.text;
        }
    }
    keep_end(context_, kContext);
    return out;
}

std::vector<ReplyEvent> AnswerHold::replace(std::string_view message) {
    std::vector<ReplyEvent> out;
    released_ = std::exchange(events_, {});
    for (const auto& held : released_) {
        if (held.event.kind == Kind::start || held.event.kind == Kind::usage) {
            out.push_back(held.told());
        }
    }
    if (open_ && open_ != BlockKind::text) {
        out.push_back({.kind = Kind::block_stop, .block = blocks_ - 1, .block_kind = *open_});
        note(out.back());
    }
    if (!open_) {
        out.push_back({.kind = Kind::block_start, .block = blocks_, .block_kind = BlockKind::text});
        note(out.back());
    }
    out.push_back({.kind = Kind::text, .block = blocks_ - 1, .text = message});
    out.push_back({.kind = Kind::block_stop, .block = blocks_ - 1, .block_kind = BlockKind::text});
    out.push_back({.kind = Kind::stop, .stop_reason = StopReason::guardrail_intervened});
    return out;
}

/// Which block is open as the client knows it.
void AnswerHold::note(const ReplyEvent& told) {
    if (told.kind == Kind::block_start) {
        open_ = told.block_kind;
        ++blocks_;
    } else if (told.kind == Kind::block_stop) {
        open_.reset();
    }
}

}  // namespace licet::gateway
