// SPDX-License-Identifier: Apache-2.0
#include "net/client.h"
#include "net/http2_peer_test.h"
#include "net/loopback_for_test.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <memory>
#include <optional>
#include <string>

namespace licet::net {
namespace {

/// Bytes by which a lost, doubled or moved piece is noticed.
std::string pattern(std::size_t size) {
    std::string text(size, '\0');
    for (std::size_t i = 0; i < size; ++i) {
        text[i] = static_cast<char>('a' + (i / 7 + i) % 26);
    }
    return text;
}

/// Sends a body piece by piece and stops while the client takes too little.
class Writer final : public ClientWatch, public std::enable_shared_from_this<Writer> {
public:
    Writer(std::string body, StreamEnd end) : body_{std::move(body)}, end_{end} {}

    void start(Responder responder) {
        responder.watch(weak_from_this());
        stream_.emplace(std::move(responder).begin(
            {.headers = {{"content-type", "text/event-stream"}}, .body = "start "}));
        write();
    }
    void on_room() override { write(); }
    void on_gone() override {
        stream_.reset();
        gone.set_value();
    }

    std::promise<void> gone;
    std::atomic<int> stops = 0;

private:
    void write() {
        constexpr std::size_t kPiece = 10'000;
        while (sent_ < body_.size()) {
            if (stream_->is_full()) {
                ++stops;
                return;
            }
            const auto piece = std::string_view{body_}.substr(sent_, kPiece);
            stream_->write(piece);
            sent_ += piece.size();
        }
        if (end_ == StreamEnd::complete) {
            std::move(*stream_).finish();
        }
        stream_.reset();
    }

    const std::string body_;
    const StreamEnd end_;
    std::size_t sent_ = 0;
    std::optional<ResponseStream> stream_;
};

/// A server whose answer to every request is one writer's.
struct Streaming {
    explicit Streaming(std::size_t size, StreamEnd end = StreamEnd::complete)
        : body{pattern(size)}, writer{std::make_shared<Writer>(body, end)} {}

    std::string all() const { return "start " + body; }

    const std::string body;
    const std::shared_ptr<Writer> writer;
    const std::unique_ptr<Server> server =
        serve([this](Request, Responder responder) { writer->start(std::move(responder)); });
};

std::string unchunk(RawPeer& peer) {
    std::string body;
    while (true) {
        const auto size = std::stoul(peer.read_until("\r\n"), nullptr, 16);
        body += peer.read_bytes(size);
        EXPECT_EQ(peer.read_bytes(2), "\r\n");
        if (size == 0) {
            return body;
        }
    }
}

TEST(Streaming, Http11GetsChunksAndGoesOn) {
    for (const std::size_t size : {0, 1, 9'999, 10'000, 100'000}) {
        Streaming streaming{size};
        RawPeer peer{streaming.server->port()};
        peer.send("GET / HTTP/1.1\r\nhost: h\r\n\r\n");
        const auto head = peer.read_until("\r\n\r\n");
        EXPECT_NE(head.find("transfer-encoding: chunked"), std::string::npos) << head;
        EXPECT_NE(head.find("content-type: text/event-stream"), std::string::npos);
        EXPECT_EQ(head.find("content-length"), std::string::npos);
        EXPECT_EQ(unchunk(peer), streaming.all());
    }
}

TEST(Streaming, APipelinedRequestWaitsForTheStreamBeforeIt) {
    int served = 0;
    const auto server = serve([&](Request request, Responder responder) {
        if (++served == 2) {
            std::move(responder).send({.body = std::string{request.target()}});
            return;
        }
        auto stream = std::move(responder).begin({});
        stream.write("one ");
        stream.write("two");
        std::move(stream).finish();
    });
    RawPeer peer{server->port()};
    peer.send("GET /a HTTP/1.1\r\nhost: h\r\n\r\nGET /b HTTP/1.1\r\nhost: h\r\n\r\n");
    peer.read_until("\r\n\r\n");
    EXPECT_EQ(unchunk(peer), "one two");
    EXPECT_EQ(peer.read_response().body, "/b");
}

TEST(Streaming, Http10GetsTheBodyUntilTheEnd) {
    Streaming streaming{50'000};
    RawPeer peer{streaming.server->port()};
    peer.send("GET / HTTP/1.0\r\nconnection: keep-alive\r\n\r\n");
    const auto head = peer.read_until("\r\n\r\n");
    EXPECT_EQ(head.find("chunked"), std::string::npos) << head;
    EXPECT_NE(head.find("connection: close"), std::string::npos) << head;
    EXPECT_EQ(peer.read_to_end(), streaming.all());
}

TEST(Streaming, HeadGetsNoBody) {
    Streaming streaming{1'000};
    RawPeer peer{streaming.server->port()};
    peer.send("HEAD / HTTP/1.1\r\nhost: h\r\n\r\n");
    peer.read_until("\r\n\r\n");
    peer.end();
    EXPECT_EQ(peer.read_to_end(), "");
}

TEST(Streaming, WhatBreaksOffDoesNotLookComplete) {
    Streaming http1{10, StreamEnd::broken_off};
    RawPeer peer{http1.server->port()};
    peer.send("GET / HTTP/1.1\r\nhost: h\r\n\r\n");
    EXPECT_FALSE(peer.read_to_end().ends_with("0\r\n\r\n"));

    Streaming http2{10, StreamEnd::broken_off};
    Http2Peer modern{http2.server->port()};
    EXPECT_EQ(modern.finish(modern.request("GET", "/")).error,
              std::uint32_t{NGHTTP2_INTERNAL_ERROR});
}

TEST(Streaming, Http2GetsPieces) {
    for (const std::size_t size : {0, 1, 100'000}) {
        Streaming streaming{size};
        Http2Peer peer{streaming.server->port()};
        const auto& exchange = peer.finish(peer.request("GET", "/"));
        EXPECT_EQ(exchange.status(), "200");
        EXPECT_EQ(exchange.body, streaming.all());
        EXPECT_EQ(exchange.error, 0U);
    }
}

// A client that does not read makes its stream full, and the rest comes when it does.
TEST(Streaming, ASlowReaderStopsTheWriter) {
    constexpr std::size_t kMoreThanSocketsHold = 32U << 20U;
    Streaming http1{kMoreThanSocketsHold};
    RawPeer peer{http1.server->port()};
    peer.send("GET / HTTP/1.1\r\nhost: h\r\n\r\n");
    peer.read_until("\r\n\r\n");
    while (http1.writer->stops == 0) {
        std::this_thread::yield();
    }
    EXPECT_TRUE(unchunk(peer) == http1.all());

    Streaming http2{kMoreThanSocketsHold};
    Http2Peer modern{http2.server->port(), 10'000};
    const auto id = modern.request("GET", "/");
    auto& exchange = modern.exchanges[id];
    while (http2.writer->stops == 0) {
        std::this_thread::yield();
    }
    std::size_t taken = 0;
    modern.read_while_not([&] {
        const auto more = static_cast<std::int32_t>(exchange.body.size() - taken);
        taken = exchange.body.size();
        if (more > 0) {
            nghttp2_submit_window_update(modern.session(), NGHTTP2_FLAG_NONE, id, more);
            nghttp2_submit_window_update(modern.session(), NGHTTP2_FLAG_NONE, 0, more);
            modern.flush();
        }
        return exchange.closed;
    });
    EXPECT_TRUE(exchange.body == http2.all());
}

TEST(Streaming, AClientThatGoesIsToldOf) {
    constexpr std::size_t kMoreThanSocketsHold = 32U << 20U;
    Streaming http1{kMoreThanSocketsHold};
    {
        RawPeer peer{http1.server->port()};
        peer.send("GET / HTTP/1.1\r\nhost: h\r\n\r\n");
        peer.read_until("start");
    }
    http1.writer->gone.get_future().wait();

    Streaming http2{kMoreThanSocketsHold};
    Http2Peer modern{http2.server->port(), 10'000};
    const auto id = modern.request("GET", "/");
    modern.read_while_not([&] { return !modern.exchanges[id].body.empty(); });
    modern.reset(id);
    http2.writer->gone.get_future().wait();
}

/// Notes that its client went while nothing was answered yet.
struct Waiting final : ClientWatch {
    void on_room() override {}
    void on_gone() override {
        responder.reset();
        gone.set_value();
    }
    std::optional<Responder> responder;
    std::promise<void> gone;
};

TEST(Streaming, AClientThatGoesBeforeTheAnswerIsToldOf) {
    const auto watch = std::make_shared<Waiting>();
    const auto server = serve([&](Request, Responder responder) {
        responder.watch(watch);
        watch->responder = std::move(responder);
    });
    {
        RawPeer peer{server->port()};
        peer.send("GET / HTTP/1.1\r\nhost: h\r\n\r\n");
    }
    watch->gone.get_future().wait();
}

/// Keeps what comes of a streamed response; made and used on a loop.
class Reading final : public ResponseListener {
public:
    Reading(Loop& loop, const Endpoint& endpoint, Timeouts timeouts = {}) : client_{loop} {
        exchange.emplace(client_.stream(endpoint, {.method = "GET"}, timeouts, *this));
    }
    void on_head(ClientResponse head) override {
        EXPECT_EQ(status, 0);
        EXPECT_EQ(head.body, "");
        status = head.status;
    }
    void on_data(std::string_view bytes) override {
        EXPECT_NE(bytes, "");
        body += bytes;
        if (after_data) {
            after_data();
        }
    }
    void on_end(Result<void> result) override { end.set_value(std::move(result)); }

private:
    Client client_;  // outlives the exchange

public:
    int status = 0;
    std::string body;
    std::function<void()> after_data;
    std::promise<Result<void>> end;
    std::optional<Client::Exchange> exchange;
};

/// A Reading on a thread of its own.
struct Reader {
    explicit Reader(const Endpoint& endpoint, Timeouts timeouts = {}) {
        thread.run([&] { reading.emplace(thread.loop(), endpoint, timeouts); });
    }
    ~Reader() {
        thread.run([&] { reading.reset(); });
    }
    Result<void> end() { return reading->end.get_future().get(); }

    LoopThread thread;
    std::optional<Reading> reading;
};

Endpoint endpoint_of(const Streaming& streaming) {
    return {.host = "127.0.0.1", .port = streaming.server->port()};
}

TEST(Streaming, AClientReadsWhatAServerStreams) {
    for (const std::size_t size : {0, 1, 100'000, 5'000'000}) {
        Streaming streaming{size};
        Reader reader{endpoint_of(streaming)};
        EXPECT_TRUE(reader.end().ok());
        EXPECT_EQ(reader.reading->status, 200);
        EXPECT_TRUE(reader.reading->body == streaming.all());
    }
}

TEST(Streaming, AClientThatPausesMakesTheServerWait) {
    Streaming streaming{32U << 20U};
    Reader reader{endpoint_of(streaming)};
    reader.thread.run([&] { reader.reading->exchange->pause(); });
    while (streaming.writer->stops == 0) {
        std::this_thread::yield();
    }
    std::size_t before = 0;
    reader.thread.run([&] { before = reader.reading->body.size(); });
    reader.thread.run([&] { EXPECT_EQ(reader.reading->body.size(), before) << "it comes anyway"; });
    reader.thread.run([&] { reader.reading->exchange->resume(); });
    EXPECT_TRUE(reader.end().ok());
    EXPECT_TRUE(reader.reading->body == streaming.all());
}

TEST(Streaming, AClientMayEndItAtAnyPiece) {
    Streaming streaming{32U << 20U};
    Reader reader{endpoint_of(streaming)};
    reader.thread.run(
        [&] { reader.reading->after_data = [&] { reader.reading->exchange.reset(); }; });
    streaming.writer->gone.get_future().wait();
    reader.thread.run([&] { EXPECT_LT(reader.reading->body.size(), streaming.all().size()); });
}

TEST(Streaming, AClientIsToldHowAStreamFailed) {
    Streaming cut{10, StreamEnd::broken_off};
    Reader reader{endpoint_of(cut)};
    EXPECT_EQ(reader.end().error().name, kConnectionLost);

    std::optional<ResponseStream> stalled;
    const auto server = serve([&](Request, Responder responder) {
        stalled.emplace(std::move(responder).begin({.body = "and then"}));
    });
    Reader patient{{.host = "127.0.0.1", .port = server->port()}, {.idle = Milliseconds{30}}};
    EXPECT_EQ(patient.end().error().name, kTimeout);
    EXPECT_EQ(patient.reading->body, "and then");
    server->drain();

    Reader refused{{.host = "127.0.0.1", .port = 1}};
    EXPECT_EQ(refused.end().error().name, kConnectionRefused);
}

TEST(Streaming, TheServersEndIsSurvived) {
    Streaming streaming{32U << 20U};
    RawPeer peer{streaming.server->port()};
    peer.send("GET / HTTP/1.1\r\nhost: h\r\n\r\n");
    peer.read_until("start");
}

}  // namespace
}  // namespace licet::net
