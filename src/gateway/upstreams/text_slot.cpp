// SPDX-License-Identifier: Apache-2.0
#include "gateway/upstreams/text_slot.h"

#include "base/json_writer.h"
#include "wire/utf8.h"

#include <algorithm>

namespace licet::gateway {
namespace {

using Kind = ReplyEvent::Kind;

constexpr std::string_view kObfuscation = R"(,"obfuscation":")";
constexpr std::string_view kObfuscationEnd = R"("})";

/// Takes what stands before the next quote.
std::string_view take_string(std::string_view& piece) {
    const auto text = piece.substr(0, piece.find('"'));
    piece.remove_prefix(text.size());
    return text;
}

/// Where answers and blocks begin and end is told by what came before, too.
bool says_something(const ReplyEvent& event) {
    return event.kind != Kind::start && event.kind != Kind::block_start &&
           event.kind != Kind::block_stop;
}

bool is_text(const ReplyEvent& event) {
    return event.kind == Kind::text || event.kind == Kind::reasoning;
}

bool stands_for_itself(std::string_view text) {
    return needs_no_escape(text) && wire::is_utf8(text);
}

}  // namespace

std::optional<std::string_view> TextSlot::text_in(std::string_view piece) const {
    if (before_.empty() || !piece.starts_with(before_)) {
        return std::nullopt;
    }
    piece.remove_prefix(before_.size());
    const auto text = take_string(piece);
    if (text.empty() || !piece.starts_with(after_) || !stands_for_itself(text)) {
        return std::nullopt;
    }
    piece.remove_prefix(after_.size());
    const bool is_like = obfuscated_
                             ? stands_for_itself(take_string(piece)) && piece == kObfuscationEnd
                             : piece.empty();
    return is_like ? std::optional{text} : std::nullopt;
}

/// Without an escape in all of the piece its text is written there as it is, in quotes; where that
/// is found once, it is the text.
void TextSlot::learn(std::string_view piece, std::span<const ReplyEvent> events) {
    forget();
    if (std::count_if(events.begin(), events.end(), says_something) != 1 ||
        !is_text(events.back()) || piece.find('\\') != std::string_view::npos) {
        return;
    }
    const auto text = events.back().text;
    const auto quoted = std::string{'"'}.append(text).append("\"");
    const auto at = piece.find(quoted);
    if (at != std::string_view::npos && piece.find(quoted, at + 1) == std::string_view::npos) {
        before_ = piece.substr(0, at + 1);
        after_ = piece.substr(at + 1 + text.size());
        const auto obfuscation = after_.find(kObfuscation);
        const auto start = obfuscation + kObfuscation.size();
        obfuscated_ = obfuscation != std::string::npos && after_.ends_with(kObfuscationEnd) &&
                      after_.find('"', start) == after_.size() - kObfuscationEnd.size();
        if (obfuscated_) {
            after_.resize(start);
        }
    }
}

}  // namespace licet::gateway
