// SPDX-License-Identifier: Apache-2.0
#include "net/response_reader.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace licet::net {
namespace {

struct Outcome {
    ResponseReader::State state = ResponseReader::State::more;
    int status = 0;
    std::string body = {};
    bool reusable = false;
    bool operator==(const Outcome&) const = default;
};

/// Feeds `bytes` in pieces of at most `piece` bytes, the first one of `first`, and then the end.
Outcome run(std::string_view bytes, std::size_t first, std::size_t piece,
            ResponseReader::Body body = ResponseReader::Body::expected) {
    static const ClientOptions kOptions{.head_bytes = 100, .header_count = 3, .body_bytes = 20};
    ResponseReader reader{kOptions};
    reader.begin(body);
    Outcome out;
    std::size_t used = 0;
    while (out.state == ResponseReader::State::more && used < bytes.size()) {
        std::string part{bytes.substr(used, used == 0 ? first : piece)};
        used += part.size();
        out.state = reader.feed(part);
    }
    if (out.state == ResponseReader::State::more) {
        out.state = reader.end();
    }
    if (out.state == ResponseReader::State::done) {
        // Whether more has come already depends on the cut; what is left makes it unusable anyway.
        out.reusable = reader.reusable() && used == bytes.size();
        ClientResponse response = reader.take();
        out.status = response.status;
        out.body = response.body;
    }
    return out;
}

Outcome run(std::string_view bytes, ResponseReader::Body body = ResponseReader::Body::expected) {
    return run(bytes, bytes.size(), bytes.size(), body);
}

constexpr auto kDone = ResponseReader::State::done;
constexpr auto kBad = ResponseReader::State::bad;

TEST(ResponseReader, ReadsEachKindOfBody) {
    EXPECT_EQ(run("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab"),
              (Outcome{kDone, 200, "ab", true}));
    EXPECT_EQ(run("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n\r\n"),
              (Outcome{kDone, 200, "ab", true}));
    EXPECT_EQ(run("HTTP/1.1 200 OK\r\n\r\nto the end"), (Outcome{kDone, 200, "to the end", false}));
    EXPECT_EQ(run("HTTP/1.1 204 No\r\n\r\n"), (Outcome{kDone, 204, "", true}));
    EXPECT_EQ(run("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", ResponseReader::Body::none),
              (Outcome{kDone, 200, "", true}));
}

TEST(ResponseReader, KnowsWhenTheConnectionCanBeKept) {
    EXPECT_FALSE(run("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n").reusable);
    EXPECT_FALSE(run("HTTP/1.0 200 OK\r\nContent-Length: 0\r\n\r\n").reusable);
    EXPECT_TRUE(
        run("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n").reusable);
    EXPECT_EQ(run("HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n"
                  "1\r\na\r\n0\r\n\r\n"),
              (Outcome{kDone, 200, "a", false}));
    EXPECT_FALSE(run("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nab").reusable);
    EXPECT_FALSE(run("HTTP/1.1 204 No\r\n\r\nHTTP/1.1 204 No\r\n\r\n").reusable);
}

TEST(ResponseReader, PassesOverInterimResponses) {
    EXPECT_EQ(run("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\nA: b\r\n\r\n"
                  "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx"),
              (Outcome{kDone, 200, "x", true}));
    EXPECT_EQ(run("HTTP/1.1 101 Switch\r\n\r\n").state, kBad);
    std::string flood;
    for (std::size_t i = 0; i <= ResponseReader::kInterimResponsesMax; ++i) {
        flood += "HTTP/1.1 100 Continue\r\n\r\n";
    }
    EXPECT_EQ(run(flood).state, kBad);
}

TEST(ResponseReader, RefusesWhatIsBrokenCutOrTooLarge) {
    for (const std::string_view bytes :
         {"", "garbage\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\na",
          "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n15\r\n",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
          "HTTP/1.1 200 OK\r\nContent-Length: 21\r\n\r\n",
          "HTTP/1.1 200 OK\r\n\r\n123456789012345678901",
          "HTTP/1.1 200 OK\r\na:\r\nb:\r\nc:\r\nd:\r\n\r\n",
          "\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n",
          "HTTP/1.1 200 OK\nContent-Length: 0\n\n"}) {
        EXPECT_EQ(run(bytes).state, kBad) << bytes;
    }
    EXPECT_EQ(run("HTTP/1.1 200 OK\r\nX: " + std::string(100, 'a') + "\r\n\r\n").state, kBad);
}

TEST(ResponseReader, IsTheSameHoweverTheBytesAreCut) {
    for (const std::string_view bytes :
         {"HTTP/1.1 100 C\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: "
          "chunked\r\n\r\n2\r\nab\r\n1;x\r\nc\r\n0\r\nT:\r\n\r\n",
          "HTTP/1.0 200 OK\r\n\r\nto the end", "HTTP/1.1 200 OK\r\nA : b\r\n\r\n",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nabc"}) {
        const Outcome whole = run(bytes);
        for (std::size_t first = 1; first < bytes.size(); ++first) {
            EXPECT_EQ(run(bytes, first, bytes.size()), whole) << bytes << " cut at " << first;
            EXPECT_EQ(run(bytes, first, 1), whole) << bytes << " in bytes from " << first;
        }
    }
}

}  // namespace
}  // namespace licet::net
