// SPDX-License-Identifier: Apache-2.0
#include "wire/sse.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace licet::wire {
namespace {

constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

/// The place of the first line end; npos: there is none. find_first_of() calls a function for every
/// character.
std::size_t line_end(std::string_view text) {
    const auto found =
        std::find_if(text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; });
    return found == text.end() ? std::string_view::npos
                               : static_cast<std::size_t>(found - text.begin());
}

}  // namespace

void append_sse(std::string& out, std::string_view name, std::string_view data) {
    if (!name.empty()) {
        out.append("event: ").append(name.substr(0, line_end(name))).append("\n");
    }
    for (auto end = line_end(data); end != std::string_view::npos; end = line_end(data)) {
        out.append("data: ").append(data.substr(0, end)).append("\n");
        data.remove_prefix(end + 1);
    }
    out.append("data: ").append(data).append("\n\n");
}

Result<void> SseReader::feed(std::string_view piece, OnEvent visit, void* context) {
    while (!piece.empty()) {
        if (after_cr_ && piece.front() == '\n') {
            piece.remove_prefix(1);
        }
        after_cr_ = false;
        const auto end = line_end(piece);
        const auto part = piece.substr(0, end);
        if (line_.size() + data_.size() + part.size() > kSseEventBytesMax) {
            return Error{ErrorKind::invalid,
                         fmt::format("an event has more than {} bytes", kSseEventBytesMax)};
        }
        if (end == std::string_view::npos) {
            line_ += part;
            return {};
        }
        after_cr_ = piece[end] == '\r';
        piece.remove_prefix(end + 1);
        if (line_.empty()) {
            LICET_TRY_VOID(take_line(part, visit, context));
        } else {
            line_ += part;
            const auto line = std::exchange(line_, {});
            LICET_TRY_VOID(take_line(line, visit, context));
        }
    }
    return {};
}

Result<void> SseReader::take_line(std::string_view line, OnEvent visit, void* context) {
    if (std::exchange(first_line_, false) && line.starts_with(kByteOrderMark)) {
        line.remove_prefix(kByteOrderMark.size());
    }
    if (line.empty()) {
        return dispatch(visit, context);
    }
    const auto colon = line.find(':');
    const auto field = line.substr(0, colon);
    auto value = colon == std::string_view::npos ? std::string_view{} : line.substr(colon + 1);
    if (value.starts_with(' ')) {
        value.remove_prefix(1);
    }
    if (field == "event") {
        name_ = value;
    } else if (field == "data") {
        if (std::exchange(has_data_, true)) {
            data_ += '\n';
        }
        data_ += value;
    }
    return {};
}

/// An event without data is none.
Result<void> SseReader::dispatch(OnEvent visit, void* context) {
    const auto name = std::exchange(name_, {});
    if (!std::exchange(has_data_, false)) {
        return {};
    }
    const auto outcome = visit(context, name, data_);
    data_.clear();
    return outcome;
}

}  // namespace licet::wire
