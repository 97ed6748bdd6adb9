// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "net/http.h"
#include "net/loop.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

namespace licet::net {

/// Takes the answer to one request. Moved, never copied; used once, on any thread: on the request's
/// own loop it writes at once, elsewhere it posts. Dropped unused it answers 500. Does nothing once
/// the client, or the server, is gone.
class Responder {
public:
    /// Where responses go; implemented by the server.
    class Sink {
    public:
        virtual ~Sink() = default;
        virtual void deliver(std::uint64_t connection, std::uint64_t exchange,
                             Response response) = 0;
    };

    /// A responder that hands the response to `receive`, on the thread that sends it; for tests and
    /// for calls that do not come from a socket.
    explicit Responder(std::function<void(Response)> receive);
    Responder(std::shared_ptr<Sink> sink, std::uint64_t connection, std::uint64_t exchange);
    Responder(Responder&&) noexcept = default;
    Responder& operator=(Responder&& other) noexcept;
    ~Responder();

    /// Requires that nothing was sent before.
    void send(Response response) &&;

private:
    void drop();

    std::shared_ptr<Sink> sink_;  // empty once used or moved from
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
