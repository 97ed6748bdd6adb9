// SPDX-License-Identifier: Apache-2.0
// The first byte says in pieces of how many bytes the rest comes. Whatever the pieces, the outcome
// must be the same, and the body never over its limit.
#include "base/check.h"
#include "net/http1_chunked.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

using namespace licet::net;

namespace {

constexpr std::size_t kRoom = 64;

struct Outcome {
    std::string body;
    std::size_t consumed = 0;
    bool done = false;
    Refusal refusal;
    bool operator==(const Outcome&) const = default;
};

Outcome decode(std::string_view bytes, std::size_t piece) {
    ChunkedDecoder decoder;
    Outcome out;
    while (out.consumed < bytes.size() && !out.done && !out.refusal) {
        std::string part{bytes.substr(out.consumed, piece)};
        const auto step = decoder.feed(part, kRoom - out.body.size());
        LICET_CHECK(step.decoded <= step.consumed && step.consumed <= part.size());
        out.body.append(part, 0, step.decoded);
        out.consumed += step.consumed;
        out.done = step.done;
        out.refusal = step.refusal;
        LICET_CHECK(out.body.size() <= kRoom);
    }
    return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > 1) {
        const std::string_view bytes{reinterpret_cast<const char*>(data) + 1, size - 1};
        const std::size_t piece = data[0] == 0 ? 1 : data[0];
        LICET_CHECK(decode(bytes, bytes.size()) == decode(bytes, piece));
    }
    return 0;
}
