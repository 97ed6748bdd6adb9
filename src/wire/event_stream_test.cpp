// SPDX-License-Identifier: Apache-2.0
#include "wire/event_stream.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <map>
#include <string>

namespace licet::wire {
namespace {

/// Bit by bit, as CRC-32 is defined. Source: ISO/IEC/IEEE 8802-3.
std::uint32_t crc(std::string_view bytes) {
    std::uint32_t value = 0xffff'ffff;
    for (const char byte : bytes) {
        value ^= static_cast<std::uint8_t>(byte);
        for (int bit = 0; bit < 8; ++bit) {
            value = (value >> 1) ^ ((value & 1) != 0 ? 0xedb8'8320U : 0);
        }
    }
    return ~value;
}

struct Message {
    std::map<std::string, std::string> headers;
    std::string payload;
};

/// Takes the first message off the bytes.
Message take(std::string_view& bytes) {
    const auto number = [&](std::size_t at, std::size_t size) {
        std::uint32_t value = 0;
        for (std::size_t i = 0; i < size; ++i) {
            value = value << 8 | static_cast<std::uint8_t>(bytes.at(at + i));
        }
        return value;
    };
    const std::size_t total = number(0, 4);
    const std::size_t end_of_headers = 12 + number(4, 4);
    EXPECT_EQ(number(8, 4), crc(bytes.substr(0, 8)));
    EXPECT_EQ(number(total - 4, 4), crc(bytes.substr(0, total - 4)));
    Message message;
    for (std::size_t at = 12; at < end_of_headers;) {
        const std::size_t name_size = number(at, 1);
        const auto name = bytes.substr(at + 1, name_size);
        at += 1 + name_size;
        EXPECT_EQ(number(at, 1), 7U) << "a text";
        const std::size_t value_size = number(at + 1, 2);
        message.headers.emplace(name, bytes.substr(at + 3, value_size));
        at += 3 + value_size;
    }
    message.payload = bytes.substr(end_of_headers, total - 4 - end_of_headers);
    bytes.remove_prefix(total);
    return message;
}

// The empty message and its bytes are an example of the specification's test suite.
TEST(EventStream, TheEmptyMessageIsTheKnownBytes) {
    std::string out;
    append_message(out, {}, {});
    EXPECT_EQ(
        out, (std::string{"\x00\x00\x00\x10\x00\x00\x00\x00\x05\xc2\x48\xeb\x7d\x98\xc8\xff", 16}));
}

TEST(EventStream, MessagesFollowOneAnother) {
    std::string out;
    append_event(out, "contentBlockDelta", R"({"delta":{"text":"hé"}})");
    append_event(out, "messageStop", "{}");
    append_exception(out, "modelStreamErrorException", R"({"message":"it broke"})");
    append_event(out, "big", std::string(100'000, 'x'));
    std::string_view rest = out;
    const auto delta = take(rest);
    EXPECT_EQ(delta.payload, R"({"delta":{"text":"hé"}})");
    EXPECT_EQ(delta.headers,
              (std::map<std::string, std::string>{{":message-type", "event"},
                                                  {":event-type", "contentBlockDelta"},
                                                  {":content-type", "application/json"}}));
    EXPECT_EQ(take(rest).headers.at(":event-type"), "messageStop");
    const auto exception = take(rest);
    EXPECT_EQ(exception.headers.at(":message-type"), "exception");
    EXPECT_EQ(exception.headers.at(":exception-type"), "modelStreamErrorException");
    EXPECT_EQ(take(rest).payload.size(), 100'000U);
    EXPECT_EQ(rest, "");
}

}  // namespace
}  // namespace licet::wire
