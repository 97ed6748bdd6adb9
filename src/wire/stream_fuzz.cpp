// SPDX-License-Identifier: Apache-2.0
// The first byte says which framing and in what pieces the rest comes. Whatever the pieces, the
// outcome must be the same; what is written as an event must be read as it.
#include "base/check.h"
#include "wire/event_stream.h"
#include "wire/sse.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

using namespace licet;

namespace {

struct Outcome {
    std::string events;
    bool ok = true;
    bool at_rest = false;
    bool operator==(const Outcome&) const = default;
};

template <typename Reader, typename Visit>
Outcome read(std::string_view bytes, std::size_t piece, Visit visit) {
    Reader reader;
    Outcome out;
    for (std::size_t at = 0; at < bytes.size() && out.ok; at += piece) {
        out.ok = reader.read(bytes.substr(at, piece), visit(out.events)).ok();
    }
    out.at_rest = out.ok && reader.at_rest();
    return out;
}

Outcome read_sse(std::string_view bytes, std::size_t piece) {
    return read<wire::SseReader>(bytes, piece, [](std::string& out) {
        return [&out](std::string_view name, std::string_view data) {
            out.append(name).append("\0", 1).append(data).append("\0", 1);
            return Result<void>{};
        };
    });
}

Outcome read_messages(std::string_view bytes, std::size_t piece) {
    return read<wire::EventStreamReader>(bytes, piece, [](std::string& out) {
        return [&out](const wire::EventMessage& message) {
            for (const auto& header : message.headers) {
                out.append(header.name).append("\0", 1).append(header.value).append("\0", 1);
            }
            out.append(message.payload).append("\0", 1);
            return Result<void>{};
        };
    });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    const std::string_view bytes{reinterpret_cast<const char*>(data) + 1, size - 1};
    const std::size_t piece = std::max<std::size_t>(1, data[0] / 2);
    if (data[0] % 2 == 0) {
        LICET_CHECK(read_sse(bytes, piece) == read_sse(bytes, bytes.size()));
        return 0;
    }
    LICET_CHECK(read_messages(bytes, piece) == read_messages(bytes, bytes.size()));
    std::string written;
    wire::append_event(written, "type", bytes);
    wire::EventStreamReader reader;
    const auto outcome = reader.read(written, [&](const wire::EventMessage& message) {
        LICET_CHECK(message.header(":event-type") == "type" && message.payload == bytes);
        return Result<void>{};
    });
    LICET_CHECK(outcome.ok() && reader.at_rest());
    return 0;
}
