// SPDX-License-Identifier: Apache-2.0
#include "wire/sse.h"

#include <gtest/gtest.h>

#include <vector>

namespace licet::wire {
namespace {

using Events = std::vector<std::pair<std::string, std::string>>;

Events read_all(SseReader& reader, std::string_view bytes, std::size_t piece) {
    Events out;
    for (std::size_t at = 0; at < bytes.size(); at += piece) {
        const auto read = reader.read(bytes.substr(at, piece), [&](auto name, auto data) {
            out.emplace_back(name, data);
            return Result<void>{};
        });
        EXPECT_TRUE(read.ok());
    }
    return out;
}

constexpr std::string_view kStream =
    "\xef\xbb\xbf: comment\n\n"
    "data: one\n\n"
    "event: b\r\ndata: two\r\ndata:  three\r\nid: 7\r\n\r\n"
    "event: none\n\n"
    "data\rdata:\r\r"
    "retry: 10\ndata: {\"a\":1}\n\n";

TEST(Sse, ReadsEventsWhereverTheyAreSplit) {
    const Events expected{{"", "one"}, {"b", "two\n three"}, {"", "\n"}, {"", "{\"a\":1}"}};
    for (std::size_t piece = 1; piece <= kStream.size(); ++piece) {
        SseReader reader;
        EXPECT_EQ(read_all(reader, kStream, piece), expected) << piece;
        EXPECT_TRUE(reader.at_rest());
    }
}

TEST(Sse, TellsAnEventThatIsNotComplete) {
    for (const std::string_view begun : {"data: x", "data: x\n", "event: y\n"}) {
        SseReader reader;
        EXPECT_EQ(read_all(reader, begun, 3), Events{});
        EXPECT_FALSE(reader.at_rest()) << begun;
    }
}

TEST(Sse, EndsWithTheFirstErrorOfItsVisitor) {
    SseReader reader;
    int visits = 0;
    const auto read = reader.read("data: 1\n\ndata: 2\n\n", [&](auto, auto) -> Result<void> {
        ++visits;
        return Error{ErrorKind::invalid, "no"};
    });
    EXPECT_EQ(read.error().message, "no");
    EXPECT_EQ(visits, 1);
}

TEST(Sse, RefusesAnEventThatHasNoEnd) {
    SseReader reader;
    const std::string megabyte(std::size_t{1} << 20, 'x');
    const auto visit = [](auto, auto) { return Result<void>{}; };
    for (std::size_t bytes = 0; bytes < kSseEventBytesMax; bytes += megabyte.size()) {
        ASSERT_TRUE(reader.read(megabyte, visit).ok());
    }
    EXPECT_FALSE(reader.read("x", visit).ok());
}

TEST(Sse, WritesWhatItReads) {
    std::string out;
    append_sse(out, "a", "1");
    append_sse(out, "", "[DONE]");
    EXPECT_EQ(out, "event: a\ndata: 1\n\ndata: [DONE]\n\n");
    SseReader reader;
    EXPECT_EQ(read_all(reader, out, 5), (Events{{"a", "1"}, {"", "[DONE]"}}));
}

TEST(Sse, NothingThatIsWrittenBecomesTwoEvents) {
    std::string out;
    append_sse(out, "a\ndata: forged\n\nevent: b", "{\n\n\"x\":\r1}");
    SseReader reader;
    EXPECT_EQ(read_all(reader, out, 7), (Events{{"a", "{\n\n\"x\":\n1}"}}));
}

}  // namespace
}  // namespace licet::wire
