// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <cstddef>
#include <string>
#include <string_view>

/// Server-sent events. Source: WHATWG HTML, "Server-sent events".
namespace licet::wire {

inline constexpr std::string_view kSseType = "text/event-stream";

/// The most that one event may hold.
inline constexpr std::size_t kSseEventBytesMax = std::size_t{16} << 20;

/// Appends one event, and never more than one whatever name and data hold: a line end within data
/// parts it into lines, and one within the name ends that. @param name empty: none is written
void append_sse(std::string& out, std::string_view name, std::string_view data);

/// Puts events together from pieces of any size. One stream's, on one thread.
class SseReader {
public:
    /// Calls `visit(std::string_view name, std::string_view data) -> Result<void>` for each event
    /// that the piece completes, until one fails; what it is given is gone when it returns. Lines
    /// end with CR, LF or both; comments, ids and retry times are passed over.
    /// @return `invalid` for an event of more than kSseEventBytesMax, or an error of `visit`
    template <typename Visit>
    Result<void> read(std::string_view piece, Visit visit) {
        return feed(
            piece,
            [](void* context, std::string_view name, std::string_view data) {
                return (*static_cast<Visit*>(context))(name, data);
            },
            &visit);
    }

    /// Whether the stream may end here: no event has begun.
    bool at_rest() const { return line_.empty() && !has_data_ && name_.empty(); }

private:
    using OnEvent = Result<void> (*)(void* context, std::string_view name, std::string_view data);

    Result<void> feed(std::string_view piece, OnEvent visit, void* context);
    Result<void> take_line(std::string_view line, OnEvent visit, void* context);
    Result<void> dispatch(OnEvent visit, void* context);

    std::string line_;  // begun, not ended
    std::string name_;
    std::string data_;
    bool has_data_ = false;
    bool after_cr_ = false;
    bool first_line_ = true;
};

}  // namespace licet::wire
