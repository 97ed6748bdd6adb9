// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/time.h"

#include <cstddef>
#include <cstdint>

namespace licet::net {

/// What a server takes from a client before it refuses. Every time is coarse: up to 20 ms late.
struct Limits {
    /// Bytes of a request head: request line and headers, or the HTTP/2 header list. Over it: 431.
    std::size_t head_bytes = 64 * 1024;
    /// Header fields of one request. Over it: 431.
    std::size_t header_count = 100;
    /// Bytes of the request target (path and query). Over it: 414.
    std::size_t target_bytes = 8 * 1024;
    /// Bytes of a request body after the chunk framing is undone. Over it: 413.
    std::size_t body_bytes = 25 * 1024 * 1024;
    /// Bytes of bodies that all connections together may have half received; each loop has its
    /// share, and room for one body at least. Over it: 503.
    std::size_t unfinished_body_bytes = 512 * 1024 * 1024;
    /// Bytes of bodies that one HTTP/2 connection may have half received. Over it: the stream is
    /// reset.
    std::size_t http2_unfinished_body_bytes = 64 * 1024 * 1024;

    /// How long a connection may stay open with no request under way, and how long a client may
    /// take nothing of a response that is ready. Then the connection closes.
    Milliseconds idle_timeout{75'000};
    /// From the first byte of a request head to its last. Then: 408.
    Milliseconds head_timeout{30'000};
    /// From the last byte of a request head to the last of its body. Then: 408.
    Milliseconds body_timeout{60'000};
    /// From the last byte of a request to its response. Then: 503, and the late response is
    /// dropped.
    Milliseconds request_timeout{900'000};
    /// How long drain() waits for requests under way.
    Milliseconds drain_timeout{10'000};

    /// Connections open at once over all loops, at least one per loop. Over it: 503 and close.
    std::size_t connections = 10'000;
    /// Requests open at once on one HTTP/2 connection. Over it: the stream is refused.
    std::uint32_t http2_streams = 100;
    /// Frames that may wait for a client that takes none. Over it: the connection closes.
    std::size_t http2_waiting_frames = 1000;
    /// RST_STREAM frames that a client may send at once, and per second after. Over it: GOAWAY.
    std::uint64_t http2_resets_burst = 200;
    std::uint64_t http2_resets_per_second = 20;
};

}  // namespace licet::net
