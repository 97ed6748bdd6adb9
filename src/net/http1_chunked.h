// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "net/http1_head.h"

#include <cstddef>
#include <cstdint>
#include <span>

namespace licet::net {

/// Undoes the chunked transfer coding of one body, in bytes that arrive piecemeal. Chunk extensions
/// and trailer fields are checked for form, limited and dropped. Source: RFC 9112 section 7.1.
class ChunkedDecoder {
public:
    struct Step {
        std::size_t consumed = 0;  ///< bytes of the input that belong to the body
        std::size_t decoded = 0;   ///< bytes of content that now stand at the input's front
        bool done = false;         ///< the body ended after them
        Refusal refusal = {};      ///< 400 for bad framing, 413 for a body over the limit
    };

    /// Bytes of one chunk's extensions, and of all trailer fields together.
    static constexpr std::size_t kExtensionBytesMax = 256;
    static constexpr std::size_t kTrailerBytesMax = 8 * 1024;

    /// Decodes in place. @param room bytes that the body may still grow by.
    Step feed(std::span<char> bytes, std::size_t room);

private:
    enum class State {
        size_first,
        size,
        extension,
        quoted,
        escaped,
        size_lf,
        data,
        data_cr,
        data_lf,
        trailer_start,
        trailer_name,
        trailer_value,
        trailer_lf,
        end_lf,
    };

    Refusal step(char c, std::size_t room);
    Refusal size_digit(char c, std::size_t room);
    Refusal extension(char c);
    Refusal trailer(char c);

    State state_ = State::size_first;
    std::uint64_t chunk_left_ = 0;
    std::size_t extension_bytes_ = 0;
    std::size_t trailer_bytes_ = 0;
    bool done_ = false;
};

}  // namespace licet::net
