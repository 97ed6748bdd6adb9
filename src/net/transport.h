// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "net/socket.h"

#include <sys/uio.h>

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace licet::net {

enum class IoStatus {
    done,    ///< some bytes moved
    wait,    ///< the socket is not ready
    closed,  ///< the peer sends no more (reading only)
    failed,  ///< the connection is broken
};

struct IoResult {
    IoStatus status;
    std::size_t bytes = 0;
};

/// A byte stream over one non-blocking socket. Loop-owned. What encrypts sits behind the same
/// calls.
class Transport {
public:
    virtual ~Transport() = default;
    virtual int fd() const = 0;
    /// Goes on with what has to happen before bytes can move; a server's first reads do the same.
    /// @return `done` once nothing more has to
    virtual IoStatus shake_hands() { return IoStatus::done; }
    /// Whether it waits for the socket to take bytes of its own.
    virtual bool wants_write() const { return false; }
    /// Why it failed; empty when only the system knows.
    virtual std::string_view why() const { return {}; }
    /// @param into 16 KiB at least
    virtual IoResult read(std::span<char> into) = 0;
    /// Whether something came that was not read, be it the peer's farewell.
    bool has_unread_input() const;
    virtual IoResult write(std::span<const iovec> pieces) = 0;
    /// Says that nothing more will be written.
    virtual void shutdown_write() = 0;
    /// Gives the socket back to the system now.
    virtual void close() = 0;
};

/// Bytes in the clear.
class TcpTransport final : public Transport {
public:
    /// @param socket connected or connecting, non-blocking.
    explicit TcpTransport(Fd socket);
    int fd() const override { return socket_.get(); }
    IoResult read(std::span<char> into) override;
    IoResult write(std::span<const iovec> pieces) override;
    void shutdown_write() override;
    void close() override { socket_.reset(); }

private:
    Fd socket_;
};

/// Output that the socket did not take yet, in order. Loop-owned.
class OutputQueue {
public:
    bool empty() const { return pieces_.empty(); }
    std::size_t bytes() const { return bytes_ - offset_; }
    /// Writes what is queued, then `head` and `body`; keeps a copy of what the socket does not
    /// take.
    IoStatus send(Transport& transport, std::string_view head, std::string_view body);
    /// Queues both; small ones end up in one piece with what was queued before.
    void add(std::string_view head, std::string body);
    /// Writes what is queued. @return `done` when nothing is left.
    IoStatus flush(Transport& transport);

private:
    std::string& tail(std::size_t more);

    std::vector<std::string> pieces_;
    std::size_t bytes_ = 0;   // of all pieces
    std::size_t offset_ = 0;  // into the first piece
};

}  // namespace licet::net
