// SPDX-License-Identifier: Apache-2.0
#include "wire/event_stream.h"

#include <gmock/gmock.h>
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

/// What comes of bytes in pieces of that size: `type:payload` of each message, then how it ended.
std::string read_in_pieces(std::string_view bytes, std::size_t piece) {
    EventStreamReader reader;
    std::string out;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
        const auto read = reader.read(bytes.substr(at, piece), [&](const EventMessage& message) {
            out.append(message.header(":event-type")).append(":").append(message.payload);
            out += ' ';
            return Result<void>{};
        });
        if (!read.ok()) {
            return out + read.error().message;
        }
    }
    return out + (reader.at_rest() ? "end" : "cut");
}

TEST(EventStream, IsReadWhereverItIsSplit) {
    std::string bytes;
    append_event(bytes, "contentBlockDelta", R"({"delta":{"text":"hé"}})");
    append_message(bytes, {}, {});
    append_event(bytes, "messageStop", "{}");
    const std::string expected = R"(contentBlockDelta:{"delta":{"text":"hé"}} : messageStop:{} )";
    for (std::size_t piece = 1; piece <= bytes.size(); ++piece) {
        EXPECT_EQ(read_in_pieces(bytes, piece), expected + "end");
    }
    for (std::size_t end = 1; end < bytes.size(); ++end) {
        const auto read = read_in_pieces(std::string_view{bytes}.substr(0, end), end);
        EXPECT_TRUE(expected.starts_with(read.substr(0, read.size() - 3))) << read;
    }
}

TEST(EventStream, NoByteCanChangeUnnoticed) {
    std::string bytes;
    append_event(bytes, "a", R"({"b":1})");
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        std::string broken = bytes;
        broken[at] = static_cast<char>(broken[at] ^ 0x10);
        EXPECT_THAT(read_in_pieces(broken, broken.size()), testing::StartsWith("the checksum"));
    }
}

/// A message with right checksums around any headers. @param total as it is claimed; 0: the truth
std::string framed(std::string_view headers, std::uint32_t total = 0) {
    const auto number = [](std::uint32_t value) {
        std::string out;
        for (int shift = 24; shift >= 0; shift -= 8) {
            out += static_cast<char>(value >> shift & 0xff);
        }
        return out;
    };
    const auto bytes = static_cast<std::uint32_t>(headers.size());
    std::string out = number(total == 0 ? bytes + 16 : total) + number(bytes);
    out += number(crc(out));
    out += headers;
    return out + number(crc(out));
}

TEST(EventStream, HeadersOfOtherTypesArePassedOver) {
    using namespace std::string_literals;
    const std::string values[] = {"\x00"s,
                                  "\x01"s,
                                  "\x02"
                                  "b"s,
                                  "\x03"
                                  "bb"s,
                                  "\x04"
                                  "bbbb"s,
                                  "\x05"
                                  "bbbbbbbb"s,
                                  "\x06\x00\x03"
                                  "bbb"s,
                                  "\x08"
                                  "bbbbbbbb"s,
                                  "\x09"
                                  "bbbbbbbbbbbbbbbb"s};
    std::string headers;
    for (const auto& value : values) {
        headers += "\x01n"s + value;
    }
    headers += "\x0b:event-type\x07\x00\x01t"s;
    EXPECT_EQ(read_in_pieces(framed(headers), 7), "t: end");
}

TEST(EventStream, WhatIsNoMessageIsRefused) {
    using namespace std::string_literals;
    constexpr auto kHeader = "a header of a message is cut off or of no known type";
    for (const auto& headers : {"\x00"s, "\x01n"s, "\x05n"s, "\x01n\x0a"s,
                                "\x01n\x05"
                                "bb"s,
                                "\x01n\x07\x00"s,
                                "\x01n\x07\x00\x05"
                                "bb"s}) {
        EXPECT_EQ(read_in_pieces(framed(headers), 64), kHeader);
    }
    EXPECT_EQ(read_in_pieces(framed("", 15), 64),
              "a message cannot have 15 bytes, 0 of them headers");
    EXPECT_EQ(read_in_pieces(framed("", 0xffff'ffff), 64),
              "a message cannot have 4294967295 bytes, 0 of them headers");
    EXPECT_EQ(read_in_pieces(framed(std::string(EventStreamReader::kHeaderBytesMax + 1, 'h')), 64),
              "a message cannot have 131089 bytes, 131073 of them headers");
}

/// A header `:event-type` with a value of so many bytes.
std::string typed(std::size_t bytes) {
    std::string out = "\x0b:event-type\x07";
    out += static_cast<char>(bytes >> 8);
    out += static_cast<char>(bytes & 0xff);
    return out + std::string(bytes, 't');
}

// Names of events go on as they came.
TEST(EventStream, ReadsNoHeaderThatCannotBeWritten) {
    EXPECT_EQ(read_in_pieces(framed(typed(32'767)), 64), std::string(32'767, 't') + ": end");
    EXPECT_EQ(read_in_pieces(framed(typed(32'768)), 64),
              "a header of a message is cut off or of no known type");
}

// What an upstream says in one piece may be longer than what is taken from one.
TEST(EventStream, WritesWhatItWouldNotRead) {
    std::string out;
    append_event(out, "chunk", std::string(kEventPayloadBytesMax + 1, ' '));
    EXPECT_GT(out.size(), kEventPayloadBytesMax);
}

}  // namespace
}  // namespace licet::wire
