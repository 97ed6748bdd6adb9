// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "net/reactor.h"
#include "net/session.h"
#include "net/transport.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace licet::net {

class ServerLoop;

/// One accepted connection: moves bytes between its transport and its session, which it picks by
/// the first bytes. Loop-owned; destroyed at the end of the turn in which it closes.
class Connection final : public Watched, public TurnEnd, public Deadline {
public:
    Connection(ServerLoop& loop, std::uint64_t id, std::unique_ptr<Transport> transport, Peer peer);
    ~Connection() override;

    std::uint64_t id() const { return id_; }
    const Peer& peer() const { return peer_; }
    ServerLoop& loop() { return loop_; }

    /// Writes now what the socket takes and keeps the rest. Does nothing once closed.
    void send(std::string_view head, std::string_view body = {});
    /// Writes at the end of this turn, so that answers to one client wake it once. Until then
    /// output waits; the session's on_flushed() or on_progress() follows.
    void send_later(std::string_view head, std::string body);
    /// Whether output waits for the socket.
    bool output_waits() const { return !output_.empty(); }
    std::size_t output_bytes() const { return output_.bytes(); }
    bool is_closed() const { return closed_; }

    /// Calls the session's on_deadline() then, in place of any earlier setting.
    void set_deadline(Milliseconds from_now);
    /// Stops or goes on reading; for a client that sends faster than it is served.
    enum class Reading { on, off };
    void set_reading(Reading reading);
    /// Calls the session's on_turn_end() once, at the end of this turn.
    void want_turn_end();

    void close();
    /// Writes what waits, says so to the client, and closes when it has closed or soon after;
    /// meanwhile what it sends is thrown away. Closing at once would destroy a response not yet
    /// read.
    void close_gently();

    /// Null once the client was told that nothing more comes.
    Session* writable_session() { return closed_ || closing_ ? nullptr : session_.get(); }
    void drain();

    void on_events(std::uint32_t events) override;
    void on_deadline() override;
    void on_turn_end() override;

private:
    void read();
    void take(std::span<char> bytes);
    void begin_session(std::span<char> bytes);
    void flush();
    void after_write(IoStatus status);
    void say_end();
    void watch();

    // First, where Deadline leaves room.
    bool reading_ = true;
    bool eof_ = false;
    std::uint32_t watched_ = 0;
    ServerLoop& loop_;
    const std::uint64_t id_;
    const std::unique_ptr<Transport> transport_;
    const Peer peer_;
    std::unique_ptr<Session> session_;  // empty until the first bytes tell which
    OutputQueue output_;
    bool closing_ = false;  // close_gently() was called
    bool ended_ = false;    // and the client was told
    bool closed_ = false;
    bool turn_end_wanted_ = false;
    bool flush_wanted_ = false;       // at the end of this turn
    std::uint8_t preface_bytes_ = 0;  // of what may become an HTTP/2 preface
};

}  // namespace licet::net
