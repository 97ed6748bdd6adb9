// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "net/http.h"
#include "net/loop.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>
#include <utility>

namespace licet::net {

/// Hears what becomes of the client while its answer is being made. Called on the request's loop,
/// never from within a call of the Responder or the ResponseStream.
class ClientWatch {
public:
    virtual ~ClientWatch() = default;
    /// A ResponseStream that was full has room again.
    virtual void on_room() = 0;
    /// The client has gone or given up: nothing reaches it any more.
    virtual void on_gone() = 0;
};

/// How a ResponseStream ends.
enum class StreamEnd {
    complete,
    broken_off,  ///< so that the client sees that something is missing
};

/// Where responses go; implemented by the server. A connection or exchange that is not there any
/// more takes everything and does nothing.
class ResponseSink {
public:
    virtual ~ResponseSink() = default;
    /// On any thread.
    virtual void deliver(std::uint64_t connection, std::uint64_t exchange, Response response) = 0;
    /// The rest on the request's own loop.
    virtual void watch(std::uint64_t connection, std::uint64_t exchange,
                       std::weak_ptr<ClientWatch> watch) = 0;
    virtual void begin(std::uint64_t connection, std::uint64_t exchange, Response head) = 0;
    virtual void write(std::uint64_t connection, std::uint64_t exchange,
                       std::string_view piece) = 0;
    virtual bool is_full(std::uint64_t connection, std::uint64_t exchange) = 0;
    virtual void end(std::uint64_t connection, std::uint64_t exchange, StreamEnd end) = 0;
};

/// A body that is sent piece by piece. Moved, never copied; used on the request's own loop. Dropped
/// unfinished it breaks off.
class ResponseStream {
public:
    /// What a client may leave untaken before its stream counts as full, and has room again.
    static constexpr std::size_t kFullBytes = 256 * 1024;
    static constexpr std::size_t kRoomBytes = 64 * 1024;

    ResponseStream(std::shared_ptr<ResponseSink> sink, std::uint64_t connection,
                   std::uint64_t exchange)
        : sink_{std::move(sink)}, connection_{connection}, exchange_{exchange} {}
    ResponseStream(ResponseStream&&) noexcept = default;
    ResponseStream& operator=(ResponseStream&& other) noexcept;
    ~ResponseStream();

    /// Sends the piece with what else is sent in this turn of the loop. Requires that it is not
    /// finished. Takes whatever it is given: a writer that does not stop when is_full() makes the
    /// server grow.
    void write(std::string_view piece);
    /// Whether the client takes less than it is sent; ClientWatch::on_room() follows.
    bool is_full() const;
    void finish() &&;

private:
    std::shared_ptr<ResponseSink> sink_;  // empty once finished or moved from
    std::uint64_t connection_;
    std::uint64_t exchange_;
};

/// Takes the answer to one request. Moved, never copied; used once, on any thread: on the request's
/// own loop it writes at once, elsewhere it posts. Dropped unused it answers 500. Does nothing once
/// the client, or the server, is gone.
class Responder {
public:
    /// A responder that hands the response to `receive`, on the thread that sends it; for tests and
    /// for calls that do not come from a socket. A stream is handed over whole, one that broke off
    /// with the status 0.
    explicit Responder(std::function<void(Response)> receive);
    Responder(std::shared_ptr<ResponseSink> sink, std::uint64_t connection, std::uint64_t exchange);
    Responder(Responder&&) noexcept = default;
    Responder& operator=(Responder&& other) noexcept;
    ~Responder();

    /// Requires that nothing was sent before.
    void send(Response response) &&;

    /// Lets `watch` hear of the client from now on, until the answer is complete. On the request's
    /// own loop.
    void watch(std::weak_ptr<ClientWatch> watch);
    /// Sends status and headers; the body, whose beginning they may bring, follows piece by piece.
    /// On the request's own loop. Requires that nothing was sent before.
    ResponseStream begin(Response head) &&;

private:
    void drop();

    std::shared_ptr<ResponseSink> sink_;  // empty once used or moved from
    std::uint64_t connection_ = 0;
    std::uint64_t exchange_ = 0;
};

/// Answers requests. One per loop, made, called and destroyed on that loop's thread.
class Service {
public:
    virtual ~Service() = default;
    /// Must neither block nor throw. The response may be sent before this returns or any time
    /// later.
    virtual void handle(Request request, Responder responder) = 0;
    /// The answer to what never becomes a request: malformed, too large or too slow. Must neither
    /// block nor throw. @param message as for message_response(), which is what is answered here.
    virtual Response refuse(int status, std::string_view message);
};

/// Makes the service of one loop; called on the loop's thread, so it may make a Client.
using ServiceFactory = std::function<std::unique_ptr<Service>(Loop&)>;

/// A response of our own making: `{"message": "..."}`. @param message without quotes or
/// backslashes.
Response message_response(int status, std::string_view message);

}  // namespace licet::net
