// SPDX-License-Identifier: Apache-2.0
#include "invocations/gzip.h"

#include "base/check.h"

#include <algorithm>
#include <limits>
#include <memory>

#include <zlib.h>

namespace licet::invocations {
namespace {

constexpr int kWindowBits = 15 + 16;  // the largest window, in a gzip file
constexpr int kMemoryLevel = 8;       // zlib's default
constexpr std::size_t kStepBytes = std::numeric_limits<uInt>::max();

}  // namespace

std::string gzip(std::string_view bytes) {
    z_stream stream{};
    LICET_CHECK(deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, kWindowBits, kMemoryLevel,
                             Z_DEFAULT_STRATEGY) == Z_OK);
    const auto end = [](z_stream* one) { deflateEnd(one); };
    const std::unique_ptr<z_stream, decltype(end)> ended{&stream, end};

    // zlib takes the input for writable unless told otherwise when it is built.
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    std::string out(deflateBound(&stream, static_cast<uLong>(bytes.size())), '\0');
    std::size_t left = bytes.size();
    std::size_t room = out.size();
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    int told = Z_OK;
    while (told == Z_OK) {
        const auto in = static_cast<uInt>(std::min(left, kStepBytes));
        const auto into = static_cast<uInt>(std::min(room, kStepBytes));
        stream.avail_in = in;
        stream.avail_out = into;
        told = deflate(&stream, in == left ? Z_FINISH : Z_NO_FLUSH);
        left -= in - stream.avail_in;
        room -= into - stream.avail_out;
    }
    LICET_CHECK(told == Z_STREAM_END && left == 0);
    out.resize(out.size() - room);
    return out;
}

}  // namespace licet::invocations
