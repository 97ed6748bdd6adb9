// SPDX-License-Identifier: Apache-2.0
#include "gateway/upstreams/text_slot.h"

#include "base/json_writer.h"
#include "wire/utf8.h"

namespace licet::gateway {

std::optional<std::string_view> TextSlot::text_in(std::string_view piece) const {
    if (before_.empty() || piece.size() <= before_.size() + after_.size() ||
        !piece.starts_with(before_) || !piece.ends_with(after_)) {
        return std::nullopt;
    }
    piece.remove_prefix(before_.size());
    piece.remove_suffix(after_.size());
    return needs_no_escape(piece) && wire::is_utf8(piece) ? std::optional{piece} : std::nullopt;
}

/// Without an escape in all of the piece its text is written there as it is, in quotes; where that
/// is found once, it is the text.
void TextSlot::learn(std::string_view piece, std::span<const ReplyEvent> events) {
    using Kind = ReplyEvent::Kind;
    forget();
    if (events.size() != 1 || piece.find('\\') != std::string_view::npos ||
        (events.front().kind != Kind::text && events.front().kind != Kind::reasoning)) {
        return;
    }
    const auto text = events.front().text;
    const auto quoted = std::string{'"'}.append(text).append("\"");
    const auto at = piece.find(quoted);
    if (at != std::string_view::npos && piece.find(quoted, at + 1) == std::string_view::npos) {
        before_ = piece.substr(0, at + 1);
        after_ = piece.substr(at + 1 + text.size());
    }
}

}  // namespace licet::gateway
