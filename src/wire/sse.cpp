// SPDX-License-Identifier: Apache-2.0
#include "wire/sse.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace licet::wire {
namespace {

constexpr std::string_view kData = "data: ";
constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";

/// Finds the ends of a text's lines one after the other; looks at each character twice at most.
class LineEnds {
public:
    /// The place of the first one in what is left of the text; npos: there is none.
    std::size_t in(std::string_view rest) {
        if (feed_ == nullptr || feed_ < rest.data()) {
            feed_ = rest.data() + std::min(rest.find('\n'), rest.size());
        }
        const auto line = rest.substr(0, static_cast<std::size_t>(feed_ - rest.data()));
        return std::min(line.find('\r'),
                        line.size() == rest.size() ? std::string_view::npos : line.size());
    }

private:
    const char* feed_ = nullptr;  // the next line feed, or the end of the text
};

}  // namespace

void append_sse(std::string& out, std::string_view name, std::string_view data) {
    if (!name.empty()) {
        out.append("event: ").append(name.substr(0, LineEnds{}.in(name))).append("\n");
    }
    LineEnds ends;
    for (auto end = ends.in(data); end != std::string_view::npos; end = ends.in(data)) {
        out.append(kData).append(data.substr(0, end)).append("\n");
        data.remove_prefix(end + 1);
    }
    out.append(kData).append(data).append("\n\n");
}

Result<void> SseReader::feed(std::string_view piece, OnEvent visit, void* context) {
    LineEnds ends;
    while (!piece.empty()) {
        if (after_cr_ && piece.front() == '\n') {
            piece.remove_prefix(1);
        }
        after_cr_ = false;
        const auto end = ends.in(piece);
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
        if (line_.empty() && !has_data_ && part.starts_with(kData) && !after_cr_ &&
            piece.starts_with('\n')) {  // all of an event, as most are: nothing of it is copied
            piece.remove_prefix(1);
            first_line_ = false;
            const auto name = std::exchange(name_, {});
            LICET_TRY_VOID(visit(context, name, part.substr(kData.size())));
        } else if (line_.empty()) {
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
