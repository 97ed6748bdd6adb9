// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/check.h"

#include <array>
#include <string>
#include <string_view>

#include <zlib.h>

namespace licet::invocations {

/// What a whole gzip file holds. Requires one.
inline std::string gunzip(std::string_view packed) {
    z_stream stream{};
    LICET_CHECK(inflateInit2(&stream, 15 + 16) == Z_OK);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream.avail_in = static_cast<uInt>(packed.size());
    std::string out;
    std::array<char, 65'536> piece{};
    int told = Z_OK;
    while (told == Z_OK) {
        stream.next_out = reinterpret_cast<Bytef*>(piece.data());
        stream.avail_out = static_cast<uInt>(piece.size());
        told = inflate(&stream, Z_NO_FLUSH);
        out.append(piece.data(), piece.size() - stream.avail_out);
    }
    inflateEnd(&stream);
    LICET_CHECK(told == Z_STREAM_END && stream.avail_in == 0);
    return out;
}

}  // namespace licet::invocations
