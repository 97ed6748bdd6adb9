// SPDX-License-Identifier: Apache-2.0
#include "net/http1_chunked.h"

#include <algorithm>
#include <cstring>
#include <limits>

namespace licet::net {
namespace {

constexpr Refusal kBadSize{400, "a chunk size is malformed"};
constexpr Refusal kBadEnd{400, "a chunk does not end where its size says"};
constexpr Refusal kBadExtension{400, "a chunk extension is malformed or too long"};
constexpr Refusal kBadTrailer{400, "a trailer is malformed"};
constexpr Refusal kTooLarge{413, "the request body is too large"};

constexpr std::uint64_t kChunkBytesMax = std::numeric_limits<std::uint64_t>::max();

int hex_digit(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

}  // namespace

ChunkedDecoder::Step ChunkedDecoder::feed(std::span<char> bytes, std::size_t room) {
    std::size_t used = 0;
    std::size_t decoded = 0;
    while (used < bytes.size() && !done_) {
        if (state_ == State::data) {
            const auto run =
                static_cast<std::size_t>(std::min<std::uint64_t>(chunk_left_, bytes.size() - used));
            std::memmove(bytes.data() + decoded, bytes.data() + used, run);
            used += run;
            decoded += run;
            chunk_left_ -= run;
            if (chunk_left_ == 0) {
                state_ = State::data_cr;
            }
            continue;
        }
        if (const Refusal refusal = step(bytes[used], room - decoded)) {
            return {.consumed = used, .decoded = decoded, .refusal = refusal};
        }
        ++used;
    }
    return {.consumed = used, .decoded = decoded, .done = done_};
}

Refusal ChunkedDecoder::size_digit(char c, std::size_t room) {
    const int digit = hex_digit(c);
    if (digit < 0) {
        return kBadSize;
    }
    if (chunk_left_ > kChunkBytesMax / 16) {
        return kTooLarge;  // whatever the room
    }
    chunk_left_ = chunk_left_ * 16 + static_cast<std::uint64_t>(digit);
    if (chunk_left_ > room) {
        return kTooLarge;
    }
    state_ = State::size;
    return {};
}

Refusal ChunkedDecoder::step(char c, std::size_t room) {
    switch (state_) {
        case State::size_first:
            chunk_left_ = 0;
            extension_bytes_ = 0;
            return size_digit(c, room);
        case State::size:
            if (c == '\r') {
                state_ = State::size_lf;
                return {};
            }
            if (c == ';') {
                state_ = State::extension;
                return {};
            }
            if (++extension_bytes_ > kExtensionBytesMax) {
                return kBadSize;
            }
            return size_digit(c, room);
        case State::extension:
        case State::quoted:
        case State::escaped:
            return extension(c);
        case State::size_lf:
            state_ = chunk_left_ == 0 ? State::trailer_start : State::data;
            return c == '\n' ? Refusal{} : kBadSize;
        case State::data_cr:
            state_ = State::data_lf;
            return c == '\r' ? Refusal{} : kBadEnd;
        case State::data_lf:
            state_ = State::size_first;
            return c == '\n' ? Refusal{} : kBadEnd;
        default:
            return trailer(c);
    }
}

Refusal ChunkedDecoder::extension(char c) {
    if (c == '\r' && state_ == State::extension) {
        state_ = State::size_lf;
        return {};
    }
    if (!is_field_value({&c, 1}) || ++extension_bytes_ > kExtensionBytesMax) {
        return kBadExtension;
    }
    if (state_ == State::escaped) {
        state_ = State::quoted;
    } else if (c == '"') {
        state_ = state_ == State::quoted ? State::extension : State::quoted;
    } else if (c == '\\' && state_ == State::quoted) {
        state_ = State::escaped;
    }
    return {};
}

Refusal ChunkedDecoder::trailer(char c) {
    if (++trailer_bytes_ > kTrailerBytesMax) {
        return {431, "the trailers are too large"};
    }
    switch (state_) {
        case State::trailer_start:
            if (c == '\r') {
                state_ = State::end_lf;
                return {};
            }
            state_ = State::trailer_name;
            return is_token({&c, 1}) ? Refusal{} : kBadTrailer;
        case State::trailer_name:
            if (c == ':') {
                state_ = State::trailer_value;
                return {};
            }
            return is_token({&c, 1}) ? Refusal{} : kBadTrailer;
        case State::trailer_value:
            if (c == '\r') {
                state_ = State::trailer_lf;
                return {};
            }
            return is_field_value({&c, 1}) ? Refusal{} : kBadTrailer;
        case State::trailer_lf:
            state_ = State::trailer_start;
            return c == '\n' ? Refusal{} : kBadTrailer;
        default:
            done_ = true;
            return c == '\n' ? Refusal{} : kBadTrailer;
    }
}

}  // namespace licet::net
