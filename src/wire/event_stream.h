// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

/// AWS's event streams: messages of headers and a payload in a binary frame with checksums, one
/// after the other in the body of a response. Source: Smithy 2.0, "Amazon Event Stream
/// Specification".
namespace licet::wire {

inline constexpr std::string_view kEventStreamType = "application/vnd.amazon.eventstream";

/// A header whose value is a text.
struct EventHeader {
    std::string_view name;   ///< 1 to 255 bytes
    std::string_view value;  ///< at most 32,767 bytes
};

/// The most that one payload may carry.
inline constexpr std::size_t kEventPayloadBytesMax = std::size_t{16} << 20;
/// The most that is written: what an upstream may say, escaped and in base64, stays below.
inline constexpr std::size_t kEventPayloadWrittenMax = std::size_t{1} << 30;

/// Appends one message. Requires that name, value and payload are within their limits.
void append_message(std::string& out, std::span<const EventHeader> headers,
                    std::string_view payload);

/// Appends an event of that type with a JSON payload: `contentBlockDelta`.
void append_event(std::string& out, std::string_view type, std::string_view json);

/// Appends the message that ends a stream by an error of the service's model:
/// `modelStreamErrorException`.
void append_exception(std::string& out, std::string_view type, std::string_view json);

/// One message of a stream: views.
struct EventMessage {
    std::span<const EventHeader> headers = {};  ///< those whose value is a text
    std::string_view payload = {};

    /// The value of the first header of that name, or an empty text.
    std::string_view header(std::string_view name) const;
};

/// Puts messages together from pieces of any size. One stream's, on one thread.
class EventStreamReader {
public:
    /// The most that all headers of one message may take.
    static constexpr std::size_t kHeaderBytesMax = std::size_t{128} << 10;

    /// Calls `visit(const EventMessage&) -> Result<void>` for each message that the piece
    /// completes, until one fails; what it is given is gone when it returns. After an error there
    /// is no way to go on.
    /// @return `invalid` for a wrong length or checksum, or an error of `visit`
    template <typename Visit>
    Result<void> read(std::string_view piece, Visit visit) {
        return feed(
            piece,
            [](void* context, const EventMessage& message) {
                return (*static_cast<Visit*>(context))(message);
            },
            &visit);
    }

    /// Whether the stream may end here: no message has begun.
    bool at_rest() const { return begun_.empty(); }

private:
    using OnMessage = Result<void> (*)(void* context, const EventMessage& message);

    Result<void> feed(std::string_view piece, OnMessage visit, void* context);
    Result<void> take(std::string_view bytes, OnMessage visit, void* context);

    std::string begun_;  // the bytes of a message that is not whole
    std::vector<EventHeader> headers_;
};

}  // namespace licet::wire
