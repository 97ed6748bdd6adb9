// SPDX-License-Identifier: Apache-2.0
#include "wire/event_stream.h"

#include "base/check.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <utility>

namespace licet::wire {
namespace {

constexpr std::size_t kNameBytesMax = 255;
constexpr std::size_t kValueBytesMax = 32'767;
constexpr std::size_t kFrameBytes = 16;    // both lengths and both checksums
constexpr std::size_t kPreludeBytes = 12;  // both lengths and their checksum
constexpr std::size_t kChecksumBytes = 4;
constexpr char kTextValue = 7;

/// Writes into room that is there.
class Filler {
public:
    explicit Filler(char* at) : at_{at} {}

    /// Big-endian.
    template <typename Number>
    void put_number(Number number) {
        for (std::size_t left = sizeof number; left > 0; --left) {
            *at_++ = static_cast<char>(number >> (left - 1) * 8 & 0xff);
        }
    }
    void put(std::string_view bytes) { at_ = std::copy(bytes.begin(), bytes.end(), at_); }
    void put(char byte) { *at_++ = byte; }
    const char* end() const { return at_; }

private:
    char* at_;
};

std::uint32_t checksum(std::string_view bytes) {
    return static_cast<std::uint32_t>(
        ::crc32_z(0, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

std::size_t bytes_of(std::span<const EventHeader> headers) {
    std::size_t size = 0;
    for (const auto& header : headers) {
        LICET_CHECK(!header.name.empty() && header.name.size() <= kNameBytesMax &&
                    header.value.size() <= kValueBytesMax);
        size += header.name.size() + header.value.size() + 4;  // two lengths and a type
    }
    return size;
}

std::uint32_t number_at(std::string_view bytes, std::size_t at, std::size_t size) {
    std::uint32_t number = 0;
    for (const char byte : bytes.substr(at, size)) {
        number = number << 8 | static_cast<std::uint8_t>(byte);
    }
    return number;
}

Error wrong(std::string what) {
    return Error{ErrorKind::invalid, std::move(what)};
}

/// All of the message that the bytes begin with; 0: they do not tell yet.
Result<std::size_t> message_bytes(std::string_view bytes) {
    if (bytes.size() < kPreludeBytes) {
        return 0;
    }
    if (number_at(bytes, 8, kChecksumBytes) != checksum(bytes.substr(0, 8))) {
        return wrong("the checksum of a message's lengths is wrong");
    }
    const std::size_t total = number_at(bytes, 0, 4);
    const std::size_t headers = number_at(bytes, 4, 4);
    if (headers > EventStreamReader::kHeaderBytesMax || total < kFrameBytes + headers ||
        total > kFrameBytes + headers + kEventPayloadBytesMax) {
        return wrong(
            fmt::format("a message cannot have {} bytes, {} of them headers", total, headers));
    }
    return total;
}

/// How many bytes a value takes, by its type; of texts and bytes the length before them only.
std::optional<std::size_t> value_bytes(char type) {
    constexpr std::array<std::size_t, 10> kBytes{0, 0, 1, 2, 4, 8, 2, 2, 8, 16};
    const auto index = static_cast<std::uint8_t>(type);
    return index < kBytes.size() ? std::optional{kBytes[index]} : std::nullopt;
}

/// Takes the first header off the bytes. @return one without a name for a value that is no text;
/// nothing for what is no header, or none that could be written again
std::optional<EventHeader> take_header(std::string_view& bytes) {
    constexpr char kBytesValue = 6;
    const std::size_t name_bytes = static_cast<std::uint8_t>(bytes.front());
    if (name_bytes == 0 || bytes.size() < name_bytes + 2) {
        return std::nullopt;
    }
    EventHeader header{.name = bytes.substr(1, name_bytes), .value = {}};
    const char type = bytes[name_bytes + 1];
    bytes.remove_prefix(name_bytes + 2);
    const auto fixed = value_bytes(type);
    if (!fixed || bytes.size() < *fixed) {
        return std::nullopt;
    }
    if (type == kTextValue || type == kBytesValue) {
        const std::size_t size = number_at(bytes, 0, 2);
        if (size > kValueBytesMax || bytes.size() < 2 + size) {
            return std::nullopt;
        }
        header.value = bytes.substr(2, size);
        bytes.remove_prefix(size);
    }
    bytes.remove_prefix(*fixed);
    return type == kTextValue ? header : EventHeader{};
}

void append(std::string& out, std::string_view kind, std::string_view type_header,
            std::string_view type, std::string_view json) {
    const std::array<EventHeader, 3> headers{
        {{":message-type", kind}, {type_header, type}, {":content-type", "application/json"}}};
    append_message(out, headers, json);
}

}  // namespace

void append_message(std::string& out, std::span<const EventHeader> headers,
                    std::string_view payload) {
    LICET_CHECK(payload.size() <= kEventPayloadWrittenMax);
    const std::size_t start = out.size();
    const std::size_t header_bytes = bytes_of(headers);
    const std::size_t bytes = kFrameBytes + header_bytes + payload.size();
    out.resize(start + bytes);
    const char* const begin = out.data() + start;
    Filler filler{out.data() + start};
    const auto put_checksum = [&] {
        filler.put_number(checksum({begin, static_cast<std::size_t>(filler.end() - begin)}));
    };
    filler.put_number(static_cast<std::uint32_t>(bytes));
    filler.put_number(static_cast<std::uint32_t>(header_bytes));
    put_checksum();
    for (const auto& header : headers) {
        filler.put(static_cast<char>(header.name.size()));
        filler.put(header.name);
        filler.put(kTextValue);
        filler.put_number(static_cast<std::uint16_t>(header.value.size()));
        filler.put(header.value);
    }
    filler.put(payload);
    put_checksum();
}

void append_event(std::string& out, std::string_view type, std::string_view json) {
    append(out, "event", ":event-type", type, json);
}

void append_exception(std::string& out, std::string_view type, std::string_view json) {
    append(out, "exception", ":exception-type", type, json);
}

std::string_view EventMessage::header(std::string_view name) const {
    const auto found = std::find_if(headers.begin(), headers.end(),
                                    [&](const EventHeader& header) { return header.name == name; });
    return found == headers.end() ? std::string_view{} : found->value;
}

Result<void> EventStreamReader::feed(std::string_view piece, OnMessage visit, void* context) {
    const bool had_begun = !begun_.empty();
    if (had_begun) {
        begun_ += piece;
    }
    std::string_view rest = had_begun ? std::string_view{begun_} : piece;
    while (true) {
        LICET_TRY(const auto size, message_bytes(rest));
        if (size == 0 || rest.size() < size) {
            break;
        }
        LICET_TRY_VOID(take(rest.substr(0, size), visit, context));
        rest.remove_prefix(size);
    }
    if (had_begun) {
        begun_.erase(0, begun_.size() - rest.size());
    } else {
        begun_ = rest;
    }
    return {};
}

Result<void> EventStreamReader::take(std::string_view bytes, OnMessage visit, void* context) {
    const auto end = bytes.size() - kChecksumBytes;
    if (number_at(bytes, end, kChecksumBytes) != checksum(bytes.substr(0, end))) {
        return wrong("the checksum of a message is wrong");
    }
    auto headers = bytes.substr(kPreludeBytes, number_at(bytes, 4, 4));
    const auto start = kPreludeBytes + headers.size();
    headers_.clear();
    while (!headers.empty()) {
        const auto header = take_header(headers);
        if (!header) {
            return wrong("a header of a message is cut off or of no known type");
        }
        if (!header->name.empty()) {
            headers_.push_back(*header);
        }
    }
    return visit(context, {.headers = headers_, .payload = bytes.substr(start, end - start)});
}

}  // namespace licet::wire
