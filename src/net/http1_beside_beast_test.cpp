// SPDX-License-Identifier: Apache-2.0
#include "net/http1_beside_beast_test.h"

#include "base/cases_test.h"
#include "base/random.h"
#include "net/loopback_for_test.h"

#include <gtest/gtest.h>

#include <mutex>
#include <set>

namespace licet::net::beside {
namespace {

constexpr std::size_t kCases = 5'000;  // unless LICET_CASES says otherwise
constexpr std::size_t kCasesOfASeed = 50;
constexpr std::size_t kCasesThatShowAll = 2'000;
using Texts = std::initializer_list<std::string_view>;

/// Makes what may come on a connection: mostly what is right, with something wrong now and then.
class Generator {
public:
    explicit Generator(std::uint64_t seed) : random_{seed} {}

    std::string connection(Side side) {
        std::string out;
        for (std::uint64_t left = 1 + random_.below(3); left > 0; --left) {
            out += side == Side::requests ? request() : response();
        }
        for (std::uint64_t left = chance(2) ? random_.below(4) : 0; left > 0; --left) {
            mutate(out);
        }
        return out;
    }

private:
    bool chance(std::uint64_t one_in) { return random_.below(one_in) == 0; }
    std::string pick(Texts texts) {
        return std::string{texts.begin()[random_.below(texts.size())]};
    }
    /// The first of them mostly.
    std::string mostly(Texts texts, std::uint64_t one_in = 12) {
        return chance(one_in) ? pick(texts) : std::string{*texts.begin()};
    }
    std::string line_end() { return mostly({"\r\n", "\n", "\r", "\r\r\n", "\r\n ", "\n\r\n"}, 60); }

    std::string request() {
        std::string out = mostly({"", "\r\n", "\n", " ", "\r\n\r\n"}, 20);
        out += mostly(
            {"GET", "POST", "HEAD", "OPTIONS", "PUT", "X-Y!", "get", "CONNECT", "G(T", ""}, 5);
        out += mostly({" ", "  ", "\t"}, 40);
        out += mostly({"/", "/a?b=c", "*", "http://a/x", "HTTP://a/y?z", "http://b/", "http:///x",
                       "http://a", "//a", "/%00", "/a#b", "a", "https://a/", "/\x80", ""},
                      5);
        out += mostly({" ", "  ", "\t"}, 40);
        out += mostly({"HTTP/1.1", "HTTP/1.0", "HTTP/1.0", "HTTP/1.2", "HTTP/2.0", "http/1.1",
                       "HTTP/1.1 ", "HTTP/01.1"},
                      6);
        out += line_end();
        out +=
            mostly({"Host: a\r\n", "host:a\r\n", "", "Host: b\r\n", "Host: a\r\nHost: a\r\n"}, 10);
        return out + rest();
    }

    std::string response() {
        std::string out = mostly({"", "HTTP/1.1 100 Continue\r\n\r\n", "\r\n",
                                  "HTTP/1.1 103 Hints\r\nA: b\r\n\r\n", "HTTP/1.1 101 X\r\n\r\n"},
                                 6);
        out += mostly({"HTTP/1.1", "HTTP/1.0", "HTTP/1.2", "http/1.1"}, 6);
        out += mostly({" ", "  "}, 40);
        out += mostly({"200", "204", "304", "500", "99", "600", "20", "2000", "2x0"}, 4);
        out += mostly({" OK", " ", "", " a\tb", " \x01"}, 4);
        out += line_end();
        return out + rest();
    }

    /// Fields and body.
    std::string rest() {
        std::string out = fields();
        std::string content;
        for (std::uint64_t left = random_.below(4); left > 0; --left) {
            content += pick({"a", "0", "\r\n", "0\r\n\r\n", "GET / HTTP/1.1\r\n", "5", "\n"});
        }
        const std::uint64_t kind = random_.below(5);
        if (kind == 0) {
            return out + line_end();
        }
        const auto length = std::to_string(content.size());
        const bool chunked = kind < 3;
        if (chunked || chance(40)) {
            out += mostly({"Transfer-Encoding: chunked", "transfer-encoding:CHUNKED",
                           "Transfer-Encoding:\tchunked\t", "Transfer-Encoding: chunked, identity",
                           "Transfer-Encoding: gzip, chunked", "Transfer-Encoding: xchunked",
                           "Transfer-Encoding: \x0b"
                           "chunked",
                           "Transfer_Encoding: chunked", " Transfer-Encoding: chunked",
                           "Transfer-Encoding : chunked", "X: y\r\n Transfer-Encoding: chunked",
                           "Transfer-Encoding: \"chunked\"", "Transfer-Encoding:\r\n chunked",
                           "Transfer-Encoding: chunked;a=b"},
                          5) +
                   line_end();
        }
        if (!chunked || chance(40)) {
            out += mostly({"Content-Length: ", "content-length:", "Content-Length : ",
                           "Content_Length: ", "Content-Length: +", "Content-Length: -",
                           "Content-Length: 0", "Content-Length: 0x", "Content-Length: 1",
                           "Content-Length: 3, ", "Content-Length:\r\n "},
                          6) +
                   length;
            out += mostly({"", " ", "\t", "0", ", ", ".0", "\x00", ";", "\x0b"}, 10) + line_end();
            if (chance(30)) {
                out += "Content-Length: " + length + line_end();
            }
        }
        out += line_end();
        return out + (chunked ? in_chunks(content) : content);
    }

    std::string fields() {
        std::string out;
        for (std::uint64_t left = random_.below(3); left > 0; --left) {
            out += mostly({"A: b", "X-Y:\t z \t", "B:", "C: d:e", "Connection: keep-alive",
                           "connection: x , keep-alive", "Connection: close", "Connection: a b",
                           "Proxy-Connection: close", "Expect: 100-continue", "Upgrade: h2c",
                           "D: \xe4\xff", "E: \x7f", ": f", "G g: h", "I", "J[: k"},
                          2) +
                   line_end();
        }
        return out;
    }

    std::string in_chunks(std::string_view content) {
        std::string out;
        for (; !content.empty(); content.remove_prefix(std::min<std::size_t>(content.size(), 3))) {
            const auto piece = content.substr(0, 3);
            out += chunk_size(std::to_string(piece.size())) + std::string{piece};
            out += mostly({"\r\n", "\n", "", "\r", "x\r\n"}, 60);
        }
        out += chunk_size("0");
        out += mostly({"", "T: u\r\n", "Content-Length: 5\r\n", "Transfer-Encoding: chunked\r\n",
                       " folded\r\n", "T : u\r\n", "T: \x01\r\n", "Connection: a b\r\n"},
                      8);
        return out + mostly({"\r\n", "\n", "", "\r\n\r\n"}, 40);
    }

    std::string chunk_size(std::string_view digits) {
        return mostly({"", "0", "000000000000000000000", "+", "-", "0x", " ", "10000000000000000",
                       "\t"},
                      20) +
               std::string{digits} +
               mostly(
                   {"", ";a=b", ";a=\"b;c\"", " ;a", ";", ";\x01", " ", ";a\n", ";a=\"\r\n\"", "h"},
                   10) +
               mostly({"\r\n", "\n", "\r", "\r\r\n"}, 60);
    }

    void mutate(std::string& bytes) {
        const std::size_t at = random_.below(bytes.size() + 1);
        const std::size_t size = random_.below(4);
        switch (random_.below(3)) {
            case 0:
                bytes.erase(at, size);
                break;
            case 1:
                bytes.insert(
                    at, pick({"\r", "\n", "\r\n", std::string_view{"\0", 1}, " ", "\t", ":", ",",
                              ";", "0", "1", "+", "\x0b", "\x80", "\xff", "\r\n\r\n", "\r\n "}));
                break;
            default:
                bytes.insert(at, bytes.substr(random_.below(bytes.size() + 1), size * 4));
                break;
        }
    }

    SeededRandom random_;
};

/// What came out: a comparison of nothing would show nothing.
struct Tally {
    std::size_t messages = 0, refused = 0, only_beast = 0;
    std::set<std::string_view> differences;

    void add(const Comparison& one) {
        messages += std::min(one.ours.messages.size(), one.theirs.messages.size());
        refused += one.ours.end == Reading::End::refused ? 1 : 0;
        only_beast += one.ours.messages.size() < one.theirs.messages.size() ? 1 : 0;
        if (!one.difference.empty()) {
            differences.insert(one.difference);
        }
    }
};

std::string shown(std::string_view bytes) {
    return testing::PrintToString(std::string{bytes});
}

/// @param differences how many of those that are listed can be met
void compare_all(Side side, std::size_t differences) {
    Cases cases{side == Side::requests ? "requests" : "responses", kCases};
    Tally tally;
    for (; cases.more(); cases.next_seed()) {
        Generator generate{cases.seed()};
        for (std::size_t i = 0; i < kCasesOfASeed; ++i) {
            const auto bytes = generate.connection(side);
            const auto outcome = compare(bytes, side);
            ASSERT_EQ(outcome.fault, "") << "LICET_SEED=" << cases.seed() << '\n' << shown(bytes);
            tally.add(outcome);
        }
        cases.add(kCasesOfASeed);
    }
    if (cases.count() >= kCasesThatShowAll) {
        EXPECT_GT(tally.messages, cases.count() / 3);
        EXPECT_GT(tally.refused, cases.count() / 10);
        EXPECT_GT(tally.only_beast, cases.count() / 100);
        EXPECT_EQ(tally.differences.size(), differences);
    }
}

TEST(Http1BesideBeast, RequestsAreReadAlikeOrRefused) {
    compare_all(Side::requests, 4);
}

TEST(Http1BesideBeast, ResponsesAreReadAlikeOrRefused) {
    compare_all(Side::responses, 4);
}

/// What is compared above is what the server does: it hands its service the same requests.
TEST(Http1BesideBeast, TheServerReadsAsItsParts) {
    constexpr std::uint64_t kConnections = 500;
    std::mutex mutex;
    std::string served;
    const auto server = serve([&](Request request, Responder responder) {
        {
            const std::lock_guard lock{mutex};
            served += std::string{request.method()} + ' ' + std::string{request.target()};
            for (const Header& header : request.headers()) {
                served += '|' + std::string{header.name} + '=' + std::string{header.value};
            }
            served += '|' + std::string{request.body()} + '\n';
        }
        std::move(responder).send({});
    });
    for (std::uint64_t seed = 0; seed < kConnections; ++seed) {
        const auto bytes = Generator{seed}.connection(Side::requests);
        std::string expected;
        for (const Message& message : read_requests(bytes).messages) {
            expected += message.start.substr(0, message.start.size() - std::size(" 1.1") + 1);
            for (const Header field : message.fields) {
                expected += '|' + std::string{field.name} + '=' + std::string{field.value};
            }
            expected += '|' + message.body + '\n';
        }
        RawPeer peer{server->port()};
        peer.send(bytes);
        peer.end();
        peer.read_to_end();
        const std::lock_guard lock{mutex};
        ASSERT_EQ(std::exchange(served, {}), expected) << shown(bytes);
    }
}

}  // namespace
}  // namespace licet::net::beside
