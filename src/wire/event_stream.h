// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

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

/// Appends one message. Requires that name, value and payload are within their limits.
void append_message(std::string& out, std::span<const EventHeader> headers,
                    std::string_view payload);

/// Appends an event of that type with a JSON payload: `contentBlockDelta`.
void append_event(std::string& out, std::string_view type, std::string_view json);

/// Appends the message that ends a stream by an error of the service's model:
/// `modelStreamErrorException`.
void append_exception(std::string& out, std::string_view type, std::string_view json);

}  // namespace licet::wire
