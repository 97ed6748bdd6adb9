// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "net/client.h"
#include "net/reactor.h"
#include "net/response_reader.h"
#include "net/transport.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace licet::net {

/// One connection to an upstream; at most one request at a time. Loop-owned. Whoever owns it closes
/// it and hands it to Reactor::dispose.
class ClientConnection final : public Watched,
                               public Deadline,
                               public TurnEnd,
                               ResponseReader::Receiver {
public:
    enum class Failure {
        refused,   ///< could not connect, or the handshake failed
        lost,      ///< broke before any byte of the response
        cut,       ///< broke within the response
        bad,       ///< the response is not HTTP or over a limit
        unsent,    ///< nothing of the request was sent: the other side had spoken unasked, or gone
        unwanted,  ///< broke, timed out or sent something while idle
    };

    /// What the owner hears, any of which it may answer by close(). on_head() and on_body() come of
    /// a streamed response only, whose on_response() is empty; the others at most once per
    /// connect() or send(), as the last thing done. Hears nothing once it has closed.
    class Listener {
    public:
        virtual ~Listener() = default;
        virtual void on_connected() = 0;
        virtual void on_head(ClientResponse head) = 0;
        virtual void on_body(std::string_view bytes) = 0;
        virtual void on_response(ClientResponse response) = 0;
        virtual void on_failure(Failure failure, std::string_view why) = 0;
    };

    /// Takes a socket on which ::connect was called, and waits for it.
    ClientConnection(Reactor& reactor, const ClientOptions& options, Listener& listener,
                     std::unique_ptr<Transport> transport);

    /// Sends at the end of this turn: what is sent to one server together wakes it once.
    enum class Delivery { whole, streamed };
    void send(std::string message, ResponseReader::Body expected, Delivery delivery);
    /// Leaves what comes of a streamed response to the system, and takes it up again.
    void pause();
    void resume();
    /// Requires that a response was just received. Whether another request may be sent.
    bool is_reusable() const { return output_.empty() && reader_.reusable(); }
    /// Waits for the next send(), no longer than `timeout`.
    void rest(Milliseconds timeout);
    void close();

    void on_events(std::uint32_t events) override;
    void on_deadline() override;
    void on_turn_end() override;

private:
    enum class State { connecting, shaking_hands, ready, sending, waiting, idle, closed };

    void on_head(ClientResponse head) override;
    void on_body(std::string_view bytes) override;

    void finish_connecting();
    void shake_hands();
    void after_write(IoStatus status);
    void read();
    void take(ResponseReader::State state);
    void fail(Failure failure, std::string_view why);
    void watch(std::uint32_t events);

    Reactor& reactor_;
    Listener& listener_;
    const std::unique_ptr<Transport> transport_;
    OutputQueue output_;
    ResponseReader reader_;
    State state_ = State::connecting;
    std::uint32_t watched_ = 0;
    bool kept_ = false;  // another request was answered on it before
    bool paused_ = false;
};

}  // namespace licet::net
