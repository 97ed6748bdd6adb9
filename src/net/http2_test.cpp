// SPDX-License-Identifier: Apache-2.0
#include "net/http2_peer_test.h"
#include "net/loopback_for_test.h"
#include "net/server.h"

#include <gtest/gtest.h>
#include <nghttp2/nghttp2.h>

#include <algorithm>
#include <cstring>
#include <future>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace licet::net {
namespace {

TEST(Http2, AnswersOnThePortOfHttp11) {
    const auto server = serve(echo);
    Http2Peer peer{server->port()};
    const auto first = peer.request("GET", "/one?x");
    const auto second = peer.request("POST", "/two", {}, "hello");
    EXPECT_EQ(peer.finish(second).body, "POST /two hello");
    EXPECT_EQ(peer.finish(first).body, "GET /one?x ");
    EXPECT_EQ(peer.exchanges[first].status(), "200");
    RawPeer old{server->port()};
    old.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(old.read_response().body, "GET / ");
}

TEST(Http2, HandsOverTheSameRequestAsHttp11) {
    std::string seen;
    const auto server = serve([&](Request request, Responder responder) {
        seen = std::string{request.path()} + '?' + std::string{request.query()};
        for (const Header& header : request.headers()) {
            seen += ' ' + std::string{header.name} + '=' + std::string{header.value};
        }
        seen += request.version() == HttpVersion::http_2 ? " h2" : " ?";
        Response response;
        response.headers = {
            {"X-Upper", " v\r\nw "}, {"connection", "close"}, {"content-length", "9"}};
        std::move(responder).send(std::move(response));
    });
    Http2Peer peer{server->port()};
    const auto id = peer.request("GET", "/p?q", {{"x-a", "1"}, {"cookie", "c"}, {"x-a", "2"}});
    const Fields& headers = peer.finish(id).headers;
    EXPECT_EQ(seen, "/p?q host=a:1 x-a=1 cookie=c x-a=2 h2");
    ASSERT_EQ(headers.size(), 4U);
    EXPECT_EQ(headers[1].first, "date");
    EXPECT_EQ(headers[2], (std::pair<std::string, std::string>{"x-upper", "v  w"}));
    EXPECT_EQ(headers[3], (std::pair<std::string, std::string>{"content-length", "0"}));

    peer.finish(peer.request("GET", "/", {{"host", "b"}, {"x", "y"}}));
    EXPECT_EQ(seen, "/? host=b x=y h2");
    peer.finish(peer.submit({{":method", "GET"},
                             {":scheme", "http"},
                             {":path", "/"},
                             {":authority", "a"},
                             {"host", "a"}}));
    EXPECT_EQ(seen, "/? host=a h2");
}

TEST(Http2, CarriesLargeBodiesBothWays) {
    const auto server = serve([](Request request, Responder responder) {
        std::move(responder).send({.body = std::string{request.body()}});
    });
    Http2Peer peer{server->port()};
    std::string body(5'000'000, 'x');
    for (std::size_t i = 0; i < body.size(); i += 1000) {
        body[i] = static_cast<char>('a' + i / 1000 % 26);
    }
    const auto id = peer.request("POST", "/", {}, body);
    EXPECT_EQ(peer.finish(id).body, body);
}

TEST(Http2, AnswersHeadWithoutABody) {
    const auto server = serve(echo);
    Http2Peer peer{server->port()};
    const auto& exchange = peer.finish(peer.request("HEAD", "/x"));
    EXPECT_EQ(exchange.body, "");
    EXPECT_EQ(exchange.headers.back().second, "8");
}

TEST(Http2, AnswersManyStreamsFromOtherThreads) {
    std::mutex mutex;
    std::vector<std::pair<Request, Responder>> waiting;
    std::promise<void> all_there;
    constexpr std::size_t kStreams = 50;
    const auto server = serve([&](Request request, Responder responder) {
        const std::lock_guard lock{mutex};
        waiting.emplace_back(std::move(request), std::move(responder));
        if (waiting.size() == kStreams) {
            all_there.set_value();
        }
    });
    Http2Peer peer{server->port()};
    std::vector<std::int32_t> ids;
    for (std::size_t i = 0; i < kStreams; ++i) {
        ids.push_back(peer.request("GET", "/" + std::to_string(i)));
    }
    std::thread answering{[&] {
        all_there.get_future().wait();
        for (auto it = waiting.rbegin(); it != waiting.rend(); ++it) {
            echo(std::move(it->first), std::move(it->second));
        }
    }};
    for (std::size_t i = 0; i < kStreams; ++i) {
        EXPECT_EQ(peer.finish(ids[i]).body, "GET /" + std::to_string(i) + " ");
    }
    answering.join();
}

TEST(Http2, RefusesWithAStatus) {
    const auto server = serve(
        echo,
        {.limits = {.head_bytes = 4000, .header_count = 5, .target_bytes = 50, .body_bytes = 10}});
    Http2Peer peer{server->port()};
    const auto status = [&](std::int32_t id) {
        const auto& exchange = peer.finish(id);
        EXPECT_EQ(exchange.body.find("{\"message\": \""), 0U);
        return exchange.status();
    };
    EXPECT_EQ(status(peer.request("GET", "/" + std::string(50, 'a'))), "414");
    EXPECT_EQ(status(peer.request("GET", "/", {{"x", std::string(4000, 'a')}})), "431");
    EXPECT_EQ(status(peer.request("GET", "/", Fields(6, {"x", "y"}))), "431");
    EXPECT_EQ(status(peer.request("GET", "/#")), "400");
    EXPECT_EQ(status(peer.submit({{":method", "GET"},
                                  {":scheme", "http"},
                                  {":path", "/"},
                                  {":authority", "a"},
                                  {"host", "b"}})),
              "400");
    EXPECT_EQ(status(peer.request("GET", "/", {{"expect", "magic"}})), "417");
    EXPECT_EQ(status(peer.request("POST", "/", {{"content-length", "11"}}, "12345678901")), "413");
    EXPECT_EQ(peer.finish(peer.request("POST", "/", {}, "1234567890")).status(), "200");
}

TEST(Http2, RefusesABodyOverTheLimitAndStopsIt) {
    const auto server = serve(echo, {.limits = {.body_bytes = 10}});
    Http2Peer peer{server->port()};
    const auto& exchange = peer.finish(peer.request("POST", "/", {}, "12345678901", true));
    EXPECT_EQ(exchange.status(), "413");
    EXPECT_EQ(exchange.error, NGHTTP2_NO_ERROR);
    EXPECT_EQ(peer.finish(peer.request("GET", "/")).status(), "200");
}

TEST(Http2, SaysContinue) {
    const auto server = serve(echo);
    Http2Peer peer{server->port()};
    const auto id = peer.request("POST", "/", {{"expect", "100-continue"}}, {}, true);
    peer.read_while_not([&] { return !peer.exchanges[id].headers.empty(); });
    EXPECT_EQ(peer.exchanges[id].status(), "100");
    peer.exchanges[id].headers.clear();
    peer.exchanges[id].body_to_send = "ab";
    peer.exchanges[id].hold_end = false;
    nghttp2_session_resume_data(peer.session(), id);
    EXPECT_EQ(peer.finish(id).body, "POST / ab");
}

TEST(Http2, ResetsStreamsThatBreakTheRules) {
    int served = 0;
    const auto server = serve([&](Request request, Responder responder) {
        ++served;
        echo(std::move(request), std::move(responder));
    });
    Http2Peer peer{server->port()};
    const auto error = [&](std::int32_t id) { return peer.finish(id).error; };
    EXPECT_EQ(error(peer.request("POST", "/", {{"content-length", "5"}}, "abc")),
              NGHTTP2_PROTOCOL_ERROR);
    EXPECT_EQ(error(peer.request("POST", "/", {{"content-length", "2"}}, "abc")),
              NGHTTP2_PROTOCOL_ERROR);
    EXPECT_EQ(error(peer.request("GET", "/", {{"connection", "close"}})), NGHTTP2_PROTOCOL_ERROR);
    EXPECT_EQ(error(peer.request("GET", "/", {{"bad name", "x"}})), NGHTTP2_PROTOCOL_ERROR);
    EXPECT_EQ(error(peer.request("GET", "/", {{"x", "a\x01z"}})), NGHTTP2_PROTOCOL_ERROR);
    EXPECT_EQ(error(peer.submit({{":method", "GET"}, {":scheme", "http"}})),
              NGHTTP2_PROTOCOL_ERROR);
    EXPECT_EQ(served, 0);
    EXPECT_EQ(peer.finish(peer.request("GET", "/")).status(), "200");
}

TEST(Http2, BoundsWhatIsHalfReceived) {
    const auto server = serve(echo, {.limits = {.http2_unfinished_body_bytes = 1000}});
    Http2Peer peer{server->port()};
    peer.request("POST", "/", {}, std::string(600, 'a'), true);
    const auto second = peer.request("POST", "/", {}, std::string(600, 'b'), true);
    EXPECT_EQ(peer.finish(second).error, NGHTTP2_ENHANCE_YOUR_CALM);
    EXPECT_EQ(peer.finish(peer.request("POST", "/", {}, std::string(300, 'c'))).status(), "200");
}

TEST(Http2, BoundsTheBodiesHalfReceivedOverAllConnections) {
    const auto server =
        serve(echo, {.limits = {.body_bytes = 1000, .unfinished_body_bytes = 1000}});
    Http2Peer first{server->port()};
    const auto half = first.request("POST", "/", {}, std::string(600, 'a'), true);
    EXPECT_EQ(first.finish(first.request("GET", "/")).status(), "200");
    Http2Peer second{server->port()};
    EXPECT_EQ(second.finish(second.request("POST", "/", {}, std::string(600, 'b'))).status(),
              "503");
    first.reset(half);
    EXPECT_EQ(first.finish(first.request("GET", "/")).status(), "200");
    EXPECT_EQ(second.finish(second.request("POST", "/", {}, std::string(600, 'b'))).status(),
              "200");
}

TEST(Http2, EndsAConnectionThatTakesNothingOfWhatItCauses) {
    const auto server = serve(echo);
    RawPeer peer{server->port()};
    // Requests on ever new streams, over the limit that the client has not acknowledged: each is
    // answered by a frame.
    std::string flood{"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"};
    flood.append("\0\0\0\x04\0\0\0\0\0", 9);
    constexpr std::string_view kHead{"\x82\x86\x84\x41\x01x", 6};  // GET http://x/
    constexpr std::uint32_t kStreams = 2'000'000;
    for (std::uint32_t id = 1; id < 2 * kStreams; id += 2) {
        flood.append("\0\0\x06\x01\x05", 5);
        for (const int shift : {24, 16, 8, 0}) {
            flood += static_cast<char>((id >> shift) & 0xff);
        }
        flood += kHead;
    }
    EXPECT_FALSE(peer.send(flood));
}

TEST(Http2, EndsAStuckConnectionWithoutStreams) {
    const auto server = serve(
        [](Request, Responder responder) {
            std::move(responder).send({.body = std::string(16 << 20, 'a')});
        },
        {.limits = {.idle_timeout = Milliseconds{100}, .connections = 1}});
    Http2Peer peer{server->port(), 1 << 30};
    nghttp2_submit_window_update(peer.session(), NGHTTP2_FLAG_NONE, 0, 1 << 30);
    const auto id = peer.request("GET", "/");
    peer.raw().read_bytes(100);
    peer.reset(id);
    const auto has_room = [&] {
        RawPeer other{server->port()};
        other.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
        return other.read_response(RawPeer::Body::none).status() == 200;
    };
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{10};
    bool room = false;
    while (!room && std::chrono::steady_clock::now() < end) {
        room = has_room();
    }
    EXPECT_TRUE(room);
}

TEST(Http2, EndsAConnectionThatResetsTooMuch) {
    const auto server = serve([](Request, Responder) {},
                              {.limits = {.http2_resets_burst = 10, .http2_resets_per_second = 1}});
    Http2Peer peer{server->port()};
    for (int i = 0; i < 50; ++i) {
        peer.reset(peer.request("POST", "/", {}, "x", true));
    }
    peer.read_while_not([] { return false; });
    EXPECT_FALSE(peer.goaways.empty());
    EXPECT_NE(peer.goaway_error, NGHTTP2_NO_ERROR);
}

TEST(Http2, EndsAConnectionThatIsNotHttp2AfterAll) {
    const auto server = serve(echo);
    RawPeer peer{server->port()};
    peer.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\nthis is not a SETTINGS frame at all");
    peer.read_to_end();
}

TEST(Http2, TakesAPrefaceInSingleBytes) {
    const auto server = serve(echo);
    RawPeer peer{server->port()};
    for (const char c : std::string_view{"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"}) {
        peer.send({&c, 1});
    }
    peer.send(std::string_view{"\0\0\0\4\0\0\0\0\0", 9});
    EXPECT_EQ(peer.read_bytes(9).substr(3, 1), "\4");  // the server's SETTINGS
}

TEST(Http2, KeepsItsDeadlines) {
    std::vector<Responder> shelf;
    const auto server =
        serve([&](Request, Responder responder) { shelf.push_back(std::move(responder)); },
              {.limits = {.idle_timeout = Milliseconds{150},
                          .body_timeout = Milliseconds{30},
                          .request_timeout = Milliseconds{30}}});
    Http2Peer peer{server->port()};
    EXPECT_EQ(peer.finish(peer.request("POST", "/", {}, "a", true)).status(), "408");
    EXPECT_EQ(peer.finish(peer.request("GET", "/")).status(), "503");
    EXPECT_FALSE(peer.read_while_not([] { return false; }));  // idle now
    EXPECT_FALSE(peer.goaways.empty());
}

TEST(Http2, GivesUpOnAClientThatOpensNoWindow) {
    const auto server = serve(
        [](Request, Responder responder) {
            std::move(responder).send({.body = std::string(1000, 'x')});
        },
        {.limits = {.idle_timeout = Milliseconds{30}}});
    Http2Peer peer{server->port(), 10};
    const auto& exchange = peer.finish(peer.request("GET", "/"));
    EXPECT_EQ(exchange.body, std::string(10, 'x'));
    EXPECT_EQ(exchange.error, NGHTTP2_CANCEL);
}

TEST(Http2, IgnoresAnswersToStreamsThatAreGone) {
    std::promise<Responder> given;
    const auto server = serve([&](Request request, Responder responder) {
        if (request.target() == "/echo") {
            echo(std::move(request), std::move(responder));
        } else {
            given.set_value(std::move(responder));
        }
    });
    Http2Peer peer{server->port()};
    const auto id = peer.request("GET", "/");
    Responder late = given.get_future().get();
    peer.reset(id);
    EXPECT_EQ(peer.finish(peer.request("GET", "/echo")).status(), "200");
    std::move(late).send({.body = "late"});
    EXPECT_EQ(peer.finish(peer.request("GET", "/echo")).status(), "200");
    EXPECT_EQ(peer.exchanges[id].body, "");
}

TEST(Http2, SaysGoawayTwiceOnDrain) {
    std::promise<Responder> given;
    const auto server =
        serve([&](Request, Responder responder) { given.set_value(std::move(responder)); });
    Http2Peer peer{server->port()};
    const auto id = peer.request("GET", "/");
    Responder responder = given.get_future().get();
    std::thread drainer{[&] { server->drain(); }};
    EXPECT_TRUE(peer.read_while_not([&] { return peer.goaways.size() == 2; }));
    EXPECT_EQ(peer.goaways, (std::vector<std::int32_t>{0x7fffffff, id}));
    std::move(responder).send({.body = "done"});
    EXPECT_EQ(peer.finish(id).body, "done");
    peer.read_while_not([] { return false; });
    peer.raw().end();
    drainer.join();
}

}  // namespace
}  // namespace licet::net
