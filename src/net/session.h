// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "net/service.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace licet::net {

/// One HTTP version spoken on one server connection. Loop-owned. Once the connection is closed none
/// of these is called any more, and the session is destroyed at the end of the turn; then it tells
/// those who watch its client.
class Session {
public:
    virtual ~Session() = default;

    /// Bytes from the client, which may be changed in place. They are gone when this returns.
    virtual void on_data(std::span<char> bytes) = 0;
    /// The client sends no more.
    virtual void on_eof() = 0;
    /// Some of the output that had to wait is written, not all.
    virtual void on_progress() = 0;
    /// Output that had to wait is all written.
    virtual void on_flushed() = 0;
    virtual void on_turn_end() = 0;
    /// Connection::set_deadline() has passed.
    virtual void on_deadline() = 0;
    /// The service's answer to the request that was given out under that number; this and the next
    /// do nothing for one that is answered already or gone.
    virtual void respond(std::uint64_t exchange, Response response) = 0;
    /// As of ResponseSink.
    virtual void watch(std::uint64_t exchange, std::weak_ptr<ClientWatch> watch) = 0;
    virtual void begin(std::uint64_t exchange, Response head) = 0;
    virtual void write(std::uint64_t exchange, std::string_view piece) = 0;
    virtual bool is_full(std::uint64_t exchange) = 0;
    virtual void end(std::uint64_t exchange, StreamEnd end) = 0;
    /// The server wants to stop: finish what is under way, then close.
    virtual void drain() = 0;
};

}  // namespace licet::net
