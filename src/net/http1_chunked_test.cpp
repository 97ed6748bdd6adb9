// SPDX-License-Identifier: Apache-2.0
#include "net/http1_chunked.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>

namespace licet::net {
namespace {

constexpr std::size_t kRoom = 100;

struct Outcome {
    std::string body;
    std::size_t consumed = 0;
    bool done = false;
    Refusal refusal;
    bool operator==(const Outcome&) const = default;
};

/// Feeds `bytes` in pieces of at most `piece` bytes, the first one of `first`.
Outcome run(std::string_view bytes, std::size_t first, std::size_t piece) {
    ChunkedDecoder decoder;
    Outcome out;
    while (out.consumed < bytes.size() && !out.done && !out.refusal) {
        std::string part{bytes.substr(out.consumed, out.consumed == 0 ? first : piece)};
        const auto step = decoder.feed(part, kRoom - out.body.size());
        out.body += part.substr(0, step.decoded);
        out.consumed += step.consumed;
        out.done = step.done;
        out.refusal = step.refusal;
    }
    return out;
}

Outcome run(std::string_view bytes) {
    return run(bytes, bytes.size(), bytes.size());
}

TEST(ChunkedBody, IsDecoded) {
    const Outcome out = run("5\r\nhello\r\n6\r\n world\r\n0\r\n\r\nGET");
    EXPECT_TRUE(out.done);
    EXPECT_EQ(out.body, "hello world");
    EXPECT_EQ(out.consumed, 26U);
}

TEST(ChunkedBody, MayHaveExtensionsAndTrailersWhichAreDropped) {
    const Outcome out =
        run("00A;name=\"va lue\"\r\n0123456789\r\n0;x\r\nTrailer: value\r\nOther:\r\n\r\n");
    EXPECT_TRUE(out.done);
    EXPECT_EQ(out.body, "0123456789");
}

TEST(ChunkedBody, RefusesBadSizes) {
    for (const std::string_view bytes : {"\r\n", "g\r\n", "-1\r\n", "+1\r\n", "0x1\r\n", " 1\r\n",
                                         "1 \r\n", "1\n", "1\rx", ";\r\n", "\n"}) {
        EXPECT_EQ(run(bytes).refusal.status, 400) << bytes;
    }
    EXPECT_EQ(run(std::string(300, '0') + "\r\n").refusal.status, 400);
}

TEST(ChunkedBody, RefusesChunksThatDoNotEndWhereTheySay) {
    EXPECT_EQ(run("2\r\nabc\r\n").refusal.message, "a chunk does not end where its size says");
    EXPECT_EQ(run("2\r\nab\n").refusal.status, 400);
    EXPECT_EQ(run("2\r\nab\rx").refusal.status, 400);
}

TEST(ChunkedBody, RefusesBadExtensionsAndTrailers) {
    EXPECT_EQ(run("1;a\x01\r\n").refusal.status, 400);
    EXPECT_EQ(run("1;a\n").refusal.status, 400);
    // Where a quoted text ends there are two opinions.
    EXPECT_EQ(run("1;a=\"b\r\n\"\r\nx\r\n").refusal.status, 400);
    EXPECT_EQ(run("1;a=\"b\\\"\r\nx\r\n").refusal.status, 400);
    EXPECT_EQ(run("1;a=\"b\\\"\"\r\nx\r\n").refusal.status, 0);
    EXPECT_EQ(run("1;" + std::string(257, 'a') + "\r\n").refusal.status, 400);
    EXPECT_EQ(run("0\r\n: v\r\n\r\n").refusal.status, 400);
    EXPECT_EQ(run("0\r\na b: v\r\n\r\n").refusal.status, 400);
    EXPECT_EQ(run("0\r\n folded\r\n\r\n").refusal.status, 400);
    EXPECT_EQ(run("0\r\na\r\n\r\n").refusal.status, 400);
    EXPECT_EQ(run("0\r\na: \x01\r\n\r\n").refusal.status, 400);
    EXPECT_EQ(run("0\r\na: b\n\r\n").refusal.status, 400);
    EXPECT_EQ(run("0\r\n\n").refusal.status, 400);
    EXPECT_EQ(run("0\r\n\rx").refusal.status, 400);
    EXPECT_EQ(run("0\r\na:" + std::string(ChunkedDecoder::kTrailerBytesMax, 'b')).refusal.status,
              431);
}

TEST(ChunkedBody, RefusesABodyOverTheLimitWhenItIsAnnounced) {
    EXPECT_EQ(run("64\r\n").refusal.status, 0);
    EXPECT_EQ(run("65\r\n").refusal.status, 413);
    EXPECT_EQ(run("60\r\n" + std::string(0x60, 'a') + "\r\n5\r\n").refusal.status, 413);
    EXPECT_EQ(run("ffffffffffffffffffff\r\n").refusal.status, 413);
}

TEST(ChunkedBody, ASizeNoNumberHoldsIsNoSmallOne) {
    for (const std::string_view bytes : {"10000000000000002\r\nab\r\n0\r\n\r\n",
                                         "ffffffffffffffff0000000000000002\r\nab\r\n0\r\n\r\n"}) {
        std::string copy{bytes};
        ChunkedDecoder decoder;
        const auto step = decoder.feed(copy, SIZE_MAX);  // as for a streamed response
        EXPECT_NE(step.refusal.status, 0) << bytes;
        EXPECT_FALSE(step.done);
    }
}

TEST(ChunkedBody, IsTheSameHoweverTheBytesAreCut) {
    for (const std::string_view bytes :
         {"5\r\nhello\r\n6;ext=1\r\n world\r\n0\r\nA: b\r\n\r\nrest", "5\r\nhello!\r\n", "5\r\nhel",
          "60;\r\n", "3\r\nabc\r\n62\r\n", "3\r\nabc\r\n0\r\n\x01"}) {
        const Outcome whole = run(bytes);
        for (std::size_t first = 1; first <= bytes.size(); ++first) {
            EXPECT_EQ(run(bytes, first, bytes.size()), whole) << bytes << " cut at " << first;
            EXPECT_EQ(run(bytes, first, 1), whole) << bytes << " in bytes from " << first;
        }
    }
}

}  // namespace
}  // namespace licet::net
