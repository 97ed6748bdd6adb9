// SPDX-License-Identifier: Apache-2.0
#include "net/http1_head.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace licet::net {
namespace {

struct Outcome {
    bool complete = false;
    Refusal refusal = {};
    std::string summary = {};  // of the parsed head
    std::size_t used = 0;
    bool operator==(const Outcome&) const = default;
};

std::ostream& operator<<(std::ostream& out, const Outcome& outcome) {
    return out << outcome.complete << ' ' << outcome.refusal.status << ' '
               << outcome.refusal.message << ' ' << outcome.used << '\n'
               << outcome.summary;
}

std::string summary_of(const RequestHead& head) {
    std::string out = std::string{head.method} + '|' + std::string{head.target};
    for (const Header& header : head.headers) {
        out += '|' + std::string{header.name} + '=' + std::string{header.value};
    }
    return out;
}

/// Feeds `bytes` in pieces that end at each of `cuts` and at the end.
Outcome run(std::string_view bytes, const std::vector<std::size_t>& cuts = {},
            const Limits& limits = {}) {
    HeadScanner scanner;
    std::vector<std::size_t> ends = cuts;
    ends.push_back(bytes.size());
    for (const std::size_t end : ends) {
        const auto scan = scanner.scan(bytes.substr(0, end), limits.head_bytes);
        if (scan.state == HeadScanner::State::refused) {
            return {.refusal = scan.refusal};
        }
        if (scan.state == HeadScanner::State::complete) {
            std::string copy{bytes.substr(scan.start, scan.end - scan.start)};
            RequestHead head;
            Outcome outcome{.complete = true, .used = scan.end};
            outcome.refusal = parse_request_head(copy.data(), copy.size(), limits, head);
            if (!outcome.refusal) {
                outcome.summary = summary_of(head);
            }
            return outcome;
        }
    }
    return {};
}

Refusal refusal_of(std::string_view bytes, const Limits& limits = {}) {
    return run(bytes, {}, limits).refusal;
}

int status_of(std::string_view bytes, const Limits& limits = {}) {
    return refusal_of(bytes, limits).status;
}

std::string with_fields(std::string_view fields) {
    return "POST / HTTP/1.1\r\nHost: a\r\n" + std::string{fields} + "\r\n";
}

TEST(RequestHead, IsParsed) {
    const Outcome outcome = run(
        "GET /a%20b?c=d&e HTTP/1.1\r\nHost: a:80\r\nX-One:  1\t \r\nX-one:2\r\nEmpty:\r\n\r\nrest");
    EXPECT_EQ(outcome.refusal, Refusal{});
    EXPECT_EQ(outcome.summary, "GET|/a%20b?c=d&e|host=a:80|x-one=1|x-one=2|empty=");
    EXPECT_EQ(outcome.used, 71U);
}

TEST(RequestHead, MayFollowOneEmptyLine) {
    EXPECT_EQ(run("\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n").summary, "GET|/|host=a");
    EXPECT_EQ(status_of("\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
}

TEST(RequestHead, RefusesBareLineFeeds) {
    EXPECT_EQ(status_of("GET / HTTP/1.1\nHost: a\r\n\r\n"), 400);
    EXPECT_EQ(status_of("GET / HTTP/1.1\r\nHost: a\n\r\n"), 400);
    EXPECT_EQ(status_of("GET / HTTP/1.1\r\nHost: a\r\n\n"), 400);
    EXPECT_EQ(status_of("\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
    EXPECT_EQ(refusal_of("GET / HTTP/1.1\n").message,
              "a line feed has no carriage return before it");
}

TEST(RequestHead, RefusesBareCarriageReturns) {
    EXPECT_EQ(status_of(with_fields("X: a\rb\r\n")), 400);
    EXPECT_EQ(status_of("GET /\r HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
}

TEST(RequestHead, RefusesWhatCannotStartARequestAtOnce) {
    EXPECT_EQ(status_of("\x16\x03\x01"), 400);
    EXPECT_EQ(status_of(" GET / HTTP/1.1"), 400);
}

TEST(RequestHead, RefusesMalformedRequestLines) {
    for (const std::string_view line :
         {"GET", "GET /", "GET  / HTTP/1.1", "GET / HTTP/1.1 ", "GET / http/1.1", "GET / HTTP/1",
          "GET / HTTP/1.1x", "G(T / HTTP/1.1", "GET a HTTP/1.1", "GET /a#b HTTP/1.1",
          "GET /a b HTTP/1.1", "GET /\x7f HTTP/1.1", "GET /\xc3\xa4 HTTP/1.1", "GET * HTTP/1.1",
          "ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFG / HTTP/1.1"}) {
        EXPECT_EQ(status_of(std::string{line} + "\r\nHost: a\r\n\r\n"), 400) << line;
    }
    EXPECT_EQ(run("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n").summary, "OPTIONS|*|host=a");
    EXPECT_EQ(status_of("CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n"), 501);
}

TEST(RequestHead, RefusesOtherVersions) {
    EXPECT_EQ(status_of("GET / HTTP/2.0\r\nHost: a\r\n\r\n"), 505);
    EXPECT_EQ(status_of("GET / HTTP/0.9\r\nHost: a\r\n\r\n"), 505);
}

TEST(RequestHead, TakesAbsoluteTargetsOfItsOwnHost) {
    EXPECT_EQ(run("GET http://a/b?c HTTP/1.1\r\nHost: a\r\n\r\n").summary, "GET|/b?c|host=a");
    EXPECT_EQ(status_of("GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
    EXPECT_EQ(status_of("GET http://a HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
    EXPECT_EQ(status_of("GET http://a b/ HTTP/1.0\r\n\r\n"), 400);
    EXPECT_EQ(status_of("GET http:///b HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
}

TEST(RequestHead, RefusesFoldedHeaders) {
    EXPECT_EQ(refusal_of(with_fields("X: a\r\n b\r\n")).message, "a header line is folded");
    EXPECT_EQ(refusal_of("GET / HTTP/1.1\r\n\tHost: a\r\n\r\n").message, "a header line is folded");
}

TEST(RequestHead, RefusesBlanksBeforeTheColon) {
    EXPECT_EQ(refusal_of(with_fields("Content-Length : 1\r\n")).message,
              "a header name is followed by a blank");
    EXPECT_EQ(status_of(with_fields("X\t: 1\r\n")), 400);
}

TEST(RequestHead, RefusesMalformedNames) {
    for (const std::string_view field : {": v", "a", "a(b): v", "a\x01: v", "\xe4: v", "a@b: v"}) {
        EXPECT_EQ(status_of(with_fields(std::string{field} + "\r\n")), 400) << field;
    }
}

TEST(RequestHead, RefusesControlCharactersInValues) {
    for (const char c : {'\0', '\x01', '\x0b', '\x1f', '\x7f'}) {
        EXPECT_EQ(refusal_of(with_fields(std::string{"X: a"} + c + "b\r\n")).message,
                  "a header value has a control character");
    }
    EXPECT_EQ(status_of(with_fields("X: a\tb\xc3\xa4\r\n")), 0);
}

TEST(RequestHead, NeedsExactlyOneHostOnHttp11) {
    EXPECT_EQ(refusal_of("GET / HTTP/1.1\r\n\r\n").message, "the Host header is missing");
    EXPECT_EQ(refusal_of(with_fields("Host: a\r\n")).message, "more than one Host header");
    EXPECT_EQ(status_of("GET / HTTP/1.0\r\n\r\n"), 0);
    EXPECT_EQ(status_of("GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n"), 400);
    for (const std::string_view host : {"a b", "a/b", "a@b", "a,b", "a?b", "a#b", "\xe4"}) {
        EXPECT_EQ(status_of("GET / HTTP/1.1\r\nHost: " + std::string{host} + "\r\n\r\n"), 400);
    }
}

TEST(RequestHead, RefusesAmbiguousLengths) {
    EXPECT_EQ(refusal_of(with_fields("Content-Length: 1\r\nContent-Length: 2\r\n")).message,
              "more than one Content-Length header");
    EXPECT_EQ(status_of(with_fields("Content-Length: 1\r\nContent-Length: 1\r\n")), 400);
    for (const std::string_view value : {"", "+1", "-1", "1, 1", "0x1", "1 1", "1a",
                                         "99999999999999999999", "18446744073709551617"}) {
        EXPECT_EQ(refusal_of(with_fields("Content-Length: " + std::string{value} + "\r\n")).message,
                  "the Content-Length header is not a number");
    }
    EXPECT_EQ(
        refusal_of(with_fields("Content-Length: 1\r\nTransfer-Encoding: chunked\r\n")).message,
        "both Content-Length and Transfer-Encoding are given");
    EXPECT_EQ(status_of(with_fields("Transfer-Encoding: chunked\r\nContent-Length: 1\r\n")), 400);
}

TEST(RequestHead, TakesNoTransferCodingButChunked) {
    EXPECT_EQ(status_of(with_fields("Transfer-Encoding: Chunked\r\n")), 0);
    for (const std::string_view value :
         {"gzip", "gzip, chunked", "chunked, chunked", "identity", "xchunked", "", "chunked;a=b"}) {
        EXPECT_EQ(status_of(with_fields("Transfer-Encoding: " + std::string{value} + "\r\n")), 501);
    }
    EXPECT_EQ(
        status_of(with_fields("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n")),
        400);
    EXPECT_EQ(status_of("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"), 400);
}

TEST(RequestHead, KnowsOneExpectation) {
    EXPECT_EQ(status_of(with_fields("Expect: 100-Continue\r\n")), 0);
    EXPECT_EQ(status_of(with_fields("Expect: 200-ok\r\n")), 417);
}

TEST(RequestHead, ReadsConnectionOptions) {
    std::string text = with_fields("Connection: x, Keep-Alive ,, CLOSE\r\n");
    RequestHead head;
    EXPECT_EQ(parse_request_head(text.data(), text.size(), {}, head), Refusal{});
    EXPECT_TRUE(head.framing.close);
    EXPECT_TRUE(head.framing.keep_alive);
}

TEST(RequestHead, KeepsItsLimits) {
    Limits limits;
    limits.header_count = 3;
    EXPECT_EQ(status_of(with_fields("a: 1\r\nb: 2\r\n"), limits), 0);
    EXPECT_EQ(status_of(with_fields("a: 1\r\nb: 2\r\nc: 3\r\n"), limits), 431);

    limits.target_bytes = 10;
    EXPECT_EQ(status_of("GET /123456789 HTTP/1.1\r\nHost: a\r\n\r\n", limits), 0);
    EXPECT_EQ(status_of("GET /1234567890 HTTP/1.1\r\nHost: a\r\n\r\n", limits), 414);

    const std::string exact = with_fields("X: y\r\n");
    limits.head_bytes = exact.size();
    EXPECT_EQ(status_of(exact, limits), 0);
    limits.head_bytes = exact.size() - 1;
    EXPECT_EQ(status_of(exact, limits), 431);
    limits.head_bytes = 10;
    EXPECT_EQ(status_of(exact, limits), 414);
}

TEST(RequestHead, IsTheSameHoweverTheBytesAreCut) {
    Limits limits;
    limits.head_bytes = 60;
    for (const std::string& bytes : std::vector<std::string>{
             "GET /a?b HTTP/1.1\r\nHost: a\r\nX: y\r\n\r\nrest",
             "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
             "GET / HTTP/1.1\nHost: a\r\n\r\n",
             "GET / HTTP/1.1\r\nHost: a\r\nX: \x01\r\n\r\n",
             "GET / HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n",
             "GET / HTTP/1.1\r\nHost: a\r\nLong: 12345678901234567890123456789\r\n\r\n",
             "GET /123456789012345678901234567890123456789012345678901234567890",
             "\r\n\r\nGET / HTTP/1.1\r\n\r\n",
             "\r\r\nGET / HTTP/1.1\r\n\r\n",
             "GET / HTTP/1.1\r\nHost: a",
         }) {
        const Outcome whole = run(bytes, {}, limits);
        std::vector<std::size_t> every;
        for (std::size_t i = 1; i < bytes.size(); ++i) {
            EXPECT_EQ(run(bytes, {i}, limits), whole) << bytes << " cut at " << i;
            every.push_back(i);
        }
        EXPECT_EQ(run(bytes, every, limits), whole) << bytes << " cut everywhere";
    }
}

TEST(Http1Head, EachByteOfALongValueIsLookedAt) {
    constexpr std::size_t kLength = 32 + 19;  // a block, eight bytes twice, and a rest
    for (std::size_t place = 0; place < kLength; ++place) {
        for (int byte = 0; byte < 256; ++byte) {
            std::string value(kLength, 'v');
            value[place] = static_cast<char>(byte);
            const bool fine = byte == '\t' || (byte >= ' ' && byte != 0x7f);
            EXPECT_EQ(is_field_value(value), fine) << byte << " at " << place;
            if (byte == '\n') {
                continue;  // ends a line, or is refused before fields are looked at
            }
            const auto got = run("GET / HTTP/1.1\r\nhost: a\r\nx: " + value + "\r\n\r\n");
            EXPECT_EQ(got.refusal.status, fine ? 0 : 400) << byte << " at " << place;
        }
    }
}

TEST(ResponseHead, IsParsedAndRefused) {
    const auto parse = [](std::string text, ResponseHead& head) {
        text += "\r\n";
        return parse_response_head(text.data(), text.size(), 2, head).status;
    };
    ResponseHead head;
    EXPECT_EQ(parse("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n", head), 0);
    EXPECT_EQ(head.status, 200);
    EXPECT_EQ(head.framing.content_length, 5U);
    EXPECT_EQ(parse("HTTP/1.0 404\r\n", head), 0);
    EXPECT_EQ(head.version, HttpVersion::http_1_0);
    EXPECT_EQ(parse("HTTP/1.1 503 \r\n", head), 0);
    for (const char* line :
         {"HTTP/1.1 20 OK\r\n", "HTTP/1.1 2000\r\n", "HTTP/1.1 099 x\r\n", "HTTP/1.1 600 x\r\n",
          "HTTP/2 200 OK\r\n", "HTTP/1.1  200\r\n", "HTTP/1.1 200 \x01\r\n", "ICY 200 OK\r\n",
          "HTTP/1.1 200 OK\r\na: 1\r\nb: 2\r\nc: 3\r\n"}) {
        EXPECT_EQ(parse(line, head), 502) << line;
    }
}

}  // namespace
}  // namespace licet::net
