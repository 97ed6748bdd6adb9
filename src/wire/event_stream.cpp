// SPDX-License-Identifier: Apache-2.0
#include "wire/event_stream.h"

#include "base/check.h"

#include <boost/crc.hpp>

#include <array>
#include <cstdint>

namespace licet::wire {
namespace {

constexpr std::size_t kNameBytesMax = 255;
constexpr std::size_t kValueBytesMax = 32'767;
constexpr std::size_t kFrameBytes = 16;  // both lengths and both checksums
constexpr char kTextValue = 7;

template <typename Number>
void append_big_endian(std::string& out, Number number) {
    for (int shift = 8 * (static_cast<int>(sizeof number) - 1); shift >= 0; shift -= 8) {
        out += static_cast<char>(number >> shift & 0xff);
    }
}

std::uint32_t checksum(std::string_view bytes) {
    boost::crc_32_type crc;
    crc.process_bytes(bytes.data(), bytes.size());
    return crc.checksum();
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

void append(std::string& out, std::string_view kind, std::string_view type_header,
            std::string_view type, std::string_view json) {
    const std::array<EventHeader, 3> headers{
        {{":message-type", kind}, {type_header, type}, {":content-type", "application/json"}}};
    append_message(out, headers, json);
}

}  // namespace

void append_message(std::string& out, std::span<const EventHeader> headers,
                    std::string_view payload) {
    LICET_CHECK(payload.size() <= kEventPayloadBytesMax);
    const std::size_t start = out.size();
    const std::size_t header_bytes = bytes_of(headers);
    const auto written = [&] { return std::string_view{out}.substr(start); };
    append_big_endian(out, static_cast<std::uint32_t>(kFrameBytes + header_bytes + payload.size()));
    append_big_endian(out, static_cast<std::uint32_t>(header_bytes));
    append_big_endian(out, checksum(written()));
    for (const auto& header : headers) {
        out += static_cast<char>(header.name.size());
        out += header.name;
        out += kTextValue;
        append_big_endian(out, static_cast<std::uint16_t>(header.value.size()));
        out += header.value;
    }
    out += payload;
    append_big_endian(out, checksum(written()));
}

void append_event(std::string& out, std::string_view type, std::string_view json) {
    append(out, "event", ":event-type", type, json);
}

void append_exception(std::string& out, std::string_view type, std::string_view json) {
    append(out, "exception", ":exception-type", type, json);
}

}  // namespace licet::wire
