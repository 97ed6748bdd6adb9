// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "net/http.h"

#include <cstdint>
#include <span>

namespace licet::net {

/// One HTTP version spoken on one server connection. Loop-owned. Once the connection is closed none
/// of these is called any more, and the session is destroyed at the end of the turn.
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
    /// The service's answer to the request that was given out under that number.
    virtual void respond(std::uint64_t exchange, Response response) = 0;
    /// The server wants to stop: finish what is under way, then close.
    virtual void drain() = 0;
};

}  // namespace licet::net
