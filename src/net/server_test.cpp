// SPDX-License-Identifier: Apache-2.0
#include "net/server.h"

#include "net/loopback_for_test.h"
#include "net/reactor.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <mutex>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace licet::net {
namespace {

using Body = RawPeer::Body;

/// Keeps responders until the test wants them answered.
class Shelf {
public:
    void put(Request request, Responder responder) {
        const std::lock_guard lock{mutex_};
        target_ = request.target();
        responders_.push_back(std::move(responder));
        if (arrived_) {
            std::exchange(arrived_, nullptr)->set_value();
        }
    }
    /// A future that is ready once a request has arrived.
    std::future<void> next() {
        const std::lock_guard lock{mutex_};
        arrived_ = std::make_unique<std::promise<void>>();
        auto future = arrived_->get_future();
        if (!responders_.empty()) {
            std::exchange(arrived_, nullptr)->set_value();
        }
        return future;
    }
    Responder take() {
        const std::lock_guard lock{mutex_};
        Responder out = std::move(responders_.back());
        responders_.pop_back();
        return out;
    }
    Handler handler() {
        return [this](Request request, Responder responder) {
            put(std::move(request), std::move(responder));
        };
    }

private:
    std::mutex mutex_;
    std::string target_;
    std::vector<Responder> responders_;
    std::unique_ptr<std::promise<void>> arrived_;
};

std::string get(std::string_view target) {
    return "GET " + std::string{target} + " HTTP/1.1\r\nHost: a\r\n\r\n";
}

TEST(Server, AnswersAndKeepsTheConnection) {
    const auto server = serve(echo);
    RawPeer peer{server->port()};
    for (const char* target : {"/one", "/two?x=y"}) {
        peer.send(get(target));
        const auto response = peer.read_response();
        EXPECT_TRUE(response.has("HTTP/1.1 200 OK\r\n"));
        EXPECT_TRUE(response.has("\r\ndate: "));
        EXPECT_FALSE(response.has("connection:"));
        EXPECT_EQ(response.body, "GET " + std::string{target} + " ");
    }
    peer.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello");
    const auto last = peer.read_response();
    EXPECT_TRUE(last.has("connection: close"));
    EXPECT_EQ(last.body, "POST / hello");
    EXPECT_EQ(peer.read_to_end(), "");
}

TEST(Server, HandsOverTheRequestAsReceived) {
    std::string seen;
    const auto server = serve([&](Request request, Responder responder) {
        seen = request.peer() + (request.version() == HttpVersion::http_1_1 ? " 1.1" : " ?");
        for (const Header& header : request.headers()) {
            seen += ' ' + std::string{header.name} + '=' + std::string{header.value};
        }
        std::move(responder).send({});
    });
    RawPeer peer{server->port()};
    peer.send("GET / HTTP/1.1\r\nHost: a\r\nX-Twice: 1\r\nX-Twice:  2 \r\n\r\n");
    EXPECT_EQ(peer.read_response().status(), 200);
    EXPECT_EQ(seen, "127.0.0.1 1.1 host=a x-twice=1 x-twice=2");
}

TEST(Server, AnswersPipelinedRequestsInOrder) {
    const auto server = serve(echo);
    RawPeer peer{server->port()};
    std::string all;
    constexpr int kRequests = 500;
    for (int i = 0; i < kRequests; ++i) {
        all += "POST /" + std::to_string(i) +
               " HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n";
    }
    peer.send(all);
    for (int i = 0; i < kRequests; ++i) {
        EXPECT_EQ(peer.read_response().body, "POST /" + std::to_string(i) + " abc");
    }
}

TEST(Server, AnswersPipelinedRequestsInOrderFromOtherThreads) {
    std::vector<std::thread> threads;
    {
        const auto server = serve([&](Request request, Responder responder) {
            threads.emplace_back(
                [request = std::move(request), responder = std::move(responder)]() mutable {
                    echo(std::move(request), std::move(responder));
                });
        });
        RawPeer peer{server->port()};
        peer.send(get("/1") + get("/2") + get("/3"));
        for (const char* body : {"GET /1 ", "GET /2 ", "GET /3 "}) {
            EXPECT_EQ(peer.read_response().body, body);
        }
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
}

TEST(Server, TakesRequestsInSingleBytes) {
    const auto server = serve(echo);
    RawPeer peer{server->port()};
    const std::string bytes =
        "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
        "2\r\nab\r\n1;x=y\r\nc\r\n0\r\nT: v\r\n\r\n"
        "PUT /b HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nde";
    for (const char c : bytes) {
        ASSERT_TRUE(peer.send({&c, 1}));
    }
    EXPECT_EQ(peer.read_response().body, "POST /a abc");
    EXPECT_EQ(peer.read_response().body, "PUT /b de");
}

TEST(Server, ClosesAfterHttp10UnlessAskedNotTo) {
    const auto server = serve(echo);
    RawPeer plain{server->port()};
    plain.send("GET / HTTP/1.0\r\n\r\n");
    EXPECT_TRUE(plain.read_response().has("connection: close"));
    EXPECT_EQ(plain.read_to_end(), "");

    RawPeer kept{server->port()};
    for (int i = 0; i < 2; ++i) {
        kept.send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        EXPECT_TRUE(kept.read_response().has("connection: keep-alive"));
    }
}

TEST(Server, SendsNoBodyWhereNoneBelongs) {
    const auto server = serve([](Request request, Responder responder) {
        Response response;
        response.status = request.target() == "/204" ? 204 : request.target() == "/304" ? 304 : 200;
        response.body = "four";
        std::move(responder).send(std::move(response));
    });
    RawPeer peer{server->port()};
    peer.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n" + get("/204") + get("/304") + get("/"));
    EXPECT_TRUE(peer.read_response(Body::none).has("content-length: 4"));
    for (const int status : {204, 304}) {
        const auto response = peer.read_response(Body::none);
        EXPECT_EQ(response.status(), status);
        EXPECT_FALSE(response.has("content-length"));
    }
    EXPECT_EQ(peer.read_response().body, "four");
}

TEST(Server, SaysContinueWhenTheBodyWillBeRead) {
    const auto server = serve(echo);
    RawPeer peer{server->port()};
    const std::string head =
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n";
    peer.send(head);
    EXPECT_EQ(peer.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
    peer.send("ab");
    EXPECT_EQ(peer.read_response().body, "POST / ab");
    peer.send(head + "cd");  // it is there already
    EXPECT_EQ(peer.read_response().body, "POST / cd");
    peer.send("GET / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n\r\n");
    EXPECT_EQ(peer.read_response().body, "GET / ");
}

TEST(Server, RefusesAtOnceWhatIsTooLargeInsteadOfSayingContinue) {
    const auto server = serve(echo, {.limits = {.body_bytes = 10}});
    RawPeer peer{server->port()};
    peer.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\nExpect: 100-continue\r\n\r\n");
    const auto response = peer.read_response();
    EXPECT_EQ(response.status(), 413);
    EXPECT_EQ(response.body, R"({"message": "the request body is too large"})");
    EXPECT_TRUE(response.has("connection: close"));
    EXPECT_TRUE(response.has("content-type: application/json"));
    EXPECT_EQ(peer.read_to_end(), "");
}

TEST(Server, RefusesAndCloses) {
    const auto server = serve(
        echo,
        {.limits = {.head_bytes = 1000, .header_count = 5, .target_bytes = 50, .body_bytes = 10}});
    const std::vector<std::pair<int, std::string>> cases{
        {400, "GET / HTTP/1.1\r\n\r\n"},
        {400, "GET / HTTP/1.1\nHost: a\n\n"},
        {417, "POST / HTTP/1.1\r\nHost: a\r\nExpect: magic\r\n\r\n"},
        {505, "GET / HTTP/3.0\r\nHost: a\r\n\r\n"},
        {505, "PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n"},
        {501, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n"},
        {414, get("/" + std::string(50, 'a'))},
        {431, "GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(1000, 'a')},
        {431, "GET / HTTP/1.1\r\nHost: a\r\na:\r\nb:\r\nc:\r\nd:\r\ne:\r\n\r\n"},
        {413, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nb\r\n"},
        {400, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n"},
        {400, get("/").append("\x16\x03")},
    };
    for (const auto& [status, bytes] : cases) {
        RawPeer peer{server->port()};
        peer.send(bytes);
        RawPeer::Message response = peer.read_response();
        if (response.status() == 200) {  // what went before the bad request is answered
            response = peer.read_response();
        }
        EXPECT_EQ(response.status(), status) << bytes;
        EXPECT_EQ(response.body.find("{\"message\": \""), 0U);
        EXPECT_TRUE(response.has("connection: close"));
        EXPECT_EQ(peer.read_to_end(), "");
    }
}

TEST(Server, LetsAClientReadARefusalWhileItStillSends) {
    const auto server = serve(echo, {.limits = {.body_bytes = 10}});
    RawPeer peer{server->port()};
    peer.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4000000\r\n\r\n");
    EXPECT_TRUE(peer.send(std::string(4'000'000, 'x')));
    EXPECT_EQ(peer.read_response().status(), 413);
}

TEST(Server, ClosesIdleConnectionsWithoutAWord) {
    const auto server = serve(echo, {.limits = {.idle_timeout = Milliseconds{20}}});
    RawPeer silent{server->port()};
    EXPECT_EQ(silent.read_to_end(), "");
    RawPeer peer{server->port()};
    peer.send(get("/"));
    EXPECT_EQ(peer.read_response().status(), 200);
    EXPECT_EQ(peer.read_to_end(), "");
}

TEST(Server, RefusesRequestsThatTakeTooLong) {
    const auto server = serve(
        echo, {.limits = {.head_timeout = Milliseconds{20}, .body_timeout = Milliseconds{20}}});
    for (const char* bytes :
         {"GET / HT", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab",
          "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5"}) {
        RawPeer peer{server->port()};
        peer.send(bytes);
        EXPECT_EQ(peer.read_response().status(), 408) << bytes;
        EXPECT_EQ(peer.read_to_end(), "");
    }
    RawPeer half_preface{server->port()};
    half_preface.send("PRI * HTTP/2.0\r\n");
    EXPECT_EQ(half_preface.read_to_end(), "");
}

TEST(Server, GivesUpOnAServiceThatTakesTooLong) {
    Shelf shelf;
    const auto server = serve(shelf.handler(), {.limits = {.request_timeout = Milliseconds{20}}});
    RawPeer peer{server->port()};
    peer.send(get("/"));
    EXPECT_EQ(peer.read_response().status(), 503);
    shelf.take().send({.body = "late"});
    EXPECT_EQ(peer.read_to_end(), "");
}

TEST(Server, TakesAResponseFromAnyThreadAndSurvivesAClientThatIsGone) {
    Shelf shelf;
    const auto server = serve(
        [&](Request request, Responder responder) {
            if (request.target() == "/echo") {
                echo(std::move(request), std::move(responder));
            } else {
                shelf.put(std::move(request), std::move(responder));
            }
        },
        {.limits = {.connections = 1}});
    RawPeer peer{server->port()};
    peer.send(get("/"));
    shelf.next().wait();
    shelf.take().send({.body = "from afar"});
    EXPECT_EQ(peer.read_response().body, "from afar");

    peer.send(get("/"));
    shelf.next().wait();
    peer.reset();
    shelf.take().send({.body = "to nobody"});
    // The only connection is free again once the server has seen the reset.
    int status = 0;
    while (status != 200) {
        RawPeer next{server->port()};
        next.send(get("/echo"));
        status = next.read_response().status();
    }
}

TEST(Server, Answers500ForADroppedResponderAndAnImpossibleStatus) {
    const auto server = serve([](Request request, Responder responder) {
        if (request.target() == "/odd") {
            std::move(responder).send({.status = 99});
        }
    });
    RawPeer peer{server->port()};
    peer.send(get("/drop") + get("/odd"));
    EXPECT_EQ(peer.read_response().status(), 500);
    EXPECT_EQ(peer.read_response().status(), 500);
}

TEST(Server, IgnoresAResponseAfterItsEnd) {
    Shelf shelf;
    auto server = serve(shelf.handler());
    RawPeer peer{server->port()};
    peer.send(get("/"));
    shelf.next().wait();
    server.reset();
    EXPECT_EQ(peer.read_to_end(), "");
    shelf.take().send({});
}

TEST(Server, AnswersAClientThatHasSaidItsLast) {
    const auto server = serve(echo);
    RawPeer peer{server->port()};
    peer.send(get("/1") + get("/2"));
    peer.end();
    EXPECT_EQ(peer.read_response().body, "GET /1 ");
    EXPECT_EQ(peer.read_response().body, "GET /2 ");
    EXPECT_EQ(peer.read_to_end(), "");
    RawPeer cut{server->port()};
    cut.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nab");
    cut.end();
    EXPECT_EQ(cut.read_to_end(), "");
}

TEST(Server, WaitsForASlowReader) {
    constexpr std::size_t kBytes = 12 * 1024 * 1024;
    const auto server = serve([](Request request, Responder responder) {
        Response response;
        response.body.assign(kBytes, request.target()[1]);
        std::move(responder).send(std::move(response));
    });
    RawPeer peer{server->port()};
    peer.send(get("/a") + get("/b") + "GET /c HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    for (const char c : {'a', 'b', 'c'}) {
        EXPECT_EQ(peer.read_response().body, std::string(kBytes, c));
    }
    EXPECT_EQ(peer.read_to_end(), "");
}

TEST(Server, ClosesOnAReaderThatStopped) {
    const auto server = serve(
        [](Request, Responder responder) {
            std::move(responder).send({.body = std::string(32 * 1024 * 1024, 'x')});
        },
        {.limits = {.idle_timeout = Milliseconds{50}, .connections = 1}});
    RawPeer stopped{server->port()};
    stopped.send(get("/"));
    stopped.read_until("\r\n\r\n");
    while (RawPeer{server->port()}.read_response().status() == 503) {
    }
}

TEST(Server, WaitsLongerForAReaderThatGoesOnReading) {
    constexpr std::size_t kSteps = 16;  // of 100 ms: together longer than a connection may be idle
    constexpr std::size_t kStepBytes = 6 * 1024 * 1024;
    std::vector<Responder> never;
    const auto server = serve(
        [&](Request request, Responder responder) {
            if (request.target() == "/large") {
                std::move(responder).send({.body = std::string(kSteps * kStepBytes, 'x')});
            } else {
                never.push_back(std::move(responder));
            }
        },
        {.limits = {.idle_timeout = Milliseconds{1500}, .request_timeout = Milliseconds{100}}});
    RawPeer reader{server->port()};
    reader.send(get("/large"));
    reader.read_until("\r\n\r\n");
    for (std::size_t i = 0; i < kSteps; ++i) {
        EXPECT_EQ(reader.read_bytes(kStepBytes).size(), kStepBytes);
        RawPeer pause{server->port()};
        pause.send(get("/never"));
        EXPECT_EQ(pause.read_response().status(), 503);
    }
}

TEST(Server, StopsReadingWhatIsPipelinedTooFar) {
    Shelf shelf;
    const auto server = serve(shelf.handler());
    RawPeer peer{server->port()};
    peer.send(get("/"));
    shelf.next().wait();
    // More than it keeps; the rest waits in the socket and is served later.
    constexpr int kMore = 5000;
    std::string more;
    for (int i = 0; i < kMore; ++i) {
        more += get("/");
    }
    std::thread sender{[&] { peer.send(more); }};
    for (int i = 0; i < kMore + 1; ++i) {
        shelf.next().wait();
        shelf.take().send({});
    }
    sender.join();
    for (int i = 0; i < kMore + 1; ++i) {
        ASSERT_EQ(peer.read_response().status(), 200);
    }
}

TEST(Server, BoundsTheBodiesHalfReceivedOverAllConnections) {
    const auto server =
        serve(echo, {.limits = {.body_bytes = 1000, .unfinished_body_bytes = 1000}});
    const std::string half =
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 800\r\n\r\n" + std::string(600, 'a');
    RawPeer first{server->port()};
    first.send(half);
    RawPeer second{server->port()};
    second.send(half);
    EXPECT_EQ(second.read_response().status(), 503);
    RawPeer third{server->port()};
    third.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n258\r\n" +
               std::string(600, 'a'));
    EXPECT_EQ(third.read_response().status(), 503);
    first.send(std::string(200, 'b'));
    EXPECT_EQ(first.read_response().status(), 200);
    {
        RawPeer gone{server->port()};
        gone.send(half);
        gone.reset();
    }
    first.send(half + std::string(200, 'b'));
    EXPECT_EQ(first.read_response().status(), 200);
}

TEST(Server, RefusesConnectionsOverItsLimit) {
    const auto server = serve(echo, {.limits = {.connections = 1}});
    RawPeer first{server->port()};
    first.send(get("/"));
    EXPECT_EQ(first.read_response().status(), 200);
    RawPeer second{server->port()};
    const auto response = second.read_response();
    EXPECT_EQ(response.status(), 503);
    EXPECT_EQ(response.body, R"({"message": "too many connections"})");
    first.send(get("/"));
    EXPECT_EQ(first.read_response().status(), 200);
}

TEST(Server, ServesFromSeveralLoops) {
    std::mutex mutex;
    std::set<std::thread::id> threads;
    const auto server = serve(
        [&](Request request, Responder responder) {
            {
                const std::lock_guard lock{mutex};
                threads.insert(std::this_thread::get_id());
            }
            echo(std::move(request), std::move(responder));
        },
        {.loops = 3});
    for (int i = 0; i < 64; ++i) {
        RawPeer peer{server->port()};
        peer.send(get("/"));
        EXPECT_EQ(peer.read_response().status(), 200);
    }
    EXPECT_GT(threads.size(), 1U);
}

TEST(Server, BusyLoopsAnswerAndKeepDeadlines) {
    const std::chrono::milliseconds time{1};
    const auto server = serve(echo, {.busy_poll = time});
    RawPeer peer{server->port()};
    for (int i = 0; i < 3; ++i) {
        peer.send(get("/"));
        EXPECT_EQ(peer.read_response().status(), 200);
    }
    std::promise<void> fired;
    Timer timer;
    LoopThread thread;
    thread.run([&] {
        static_cast<Reactor&>(thread.loop()).set_busy_poll(time);
        timer = thread.loop().after(3 * time, [&] { fired.set_value(); });
    });
    fired.get_future().wait();
    thread.run([&] { timer.cancel(); });
}

TEST(Server, DrainsInGoodOrder) {
    Shelf shelf;
    const auto server = serve(shelf.handler());
    const std::uint16_t port = server->port();
    RawPeer idle{port};
    RawPeer busy{port};
    busy.send(get("/busy"));
    shelf.next().wait();
    std::thread drainer{[&] { server->drain(); }};
    EXPECT_EQ(idle.read_to_end(), "");  // so the drain has begun
    EXPECT_FALSE(RawPeer{port}.connected());
    shelf.take().send({.body = "done"});
    const auto response = busy.read_response();
    EXPECT_EQ(response.body, "done");
    EXPECT_TRUE(response.has("connection: close"));
    EXPECT_EQ(busy.read_to_end(), "");
    busy.end();
    drainer.join();
}

TEST(Server, DrainsNoLongerThanItsDeadline) {
    Shelf shelf;
    const auto server = serve(shelf.handler(), {.limits = {.drain_timeout = Milliseconds{20}}});
    RawPeer peer{server->port()};
    peer.send(get("/"));
    shelf.next().wait();
    server->drain();
    EXPECT_EQ(peer.read_to_end(), "");
    server->drain();  // once more changes nothing
}

TEST(Server, RefusesOptionsThatCannotBe) {
    const auto factory = [](Loop&) { return std::make_unique<HandlerService>(echo); };
    EXPECT_EQ(Server::start({.address = "nowhere"}, factory).error().kind, ErrorKind::invalid);
    EXPECT_EQ(Server::start({.loops = 0}, factory).error().kind, ErrorKind::invalid);
    for (const unsigned loops : {1U, 2U}) {
        const auto server = serve(echo, {.loops = loops});
        const auto second = Server::start({.port = server->port(), .loops = loops}, factory);
        ASSERT_FALSE(second.ok());
        EXPECT_EQ(second.error().kind, ErrorKind::unavailable);
    }
}

TEST(Server, WritesItsUrl) {
    const auto server = serve(echo);
    EXPECT_EQ(server->url(), "http://127.0.0.1:" + std::to_string(server->port()));
    const auto factory = [](Loop&) { return std::make_unique<HandlerService>(echo); };
    if (const auto six = Server::start({.address = "[::1]"}, factory); six.ok()) {
        EXPECT_EQ((*six)->url(), "http://[::1]:" + std::to_string((*six)->port()));
    }
}

}  // namespace
}  // namespace licet::net
