// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "net/body_budget.h"
#include "net/connection.h"
#include "net/http2_head.h"
#include "net/request_builder.h"
#include "net/server_loop.h"
#include "net/session.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

struct nghttp2_session;

namespace licet::net {

/// One request and its response.
struct Http2Stream {
    enum class Phase {
        head,       // its header block is not complete
        body,       // waiting for the rest of its body
        serving,    // the service has it
        streaming,  // the service sends a response piece by piece
        replying,   // a whole response is on its way
    };

    std::int32_t id = 0;
    Phase phase = Phase::head;
    std::optional<Request> request;
    BodyBuffer body;
    bool head_only = false;
    std::string response;
    std::size_t response_sent = 0;
    std::int64_t deadline_ms = 0;
    std::weak_ptr<ClientWatch> watch;
    bool deferred = false;  // the library waits for more of the response
    bool full = false;      // the response's owner waits for room

    std::size_t waiting() const { return response.size() - response_sent; }
};

/// HTTP/2 on one connection that starts with the client's preface. Output of one loop turn is
/// written together at its end. What comes in is http2_session.cpp, what goes out
/// http2_sending.cpp.
class Http2Session final : public Session {
public:
    explicit Http2Session(Connection& connection);
    ~Http2Session() override;

    void on_data(std::span<char> bytes) override;
    void on_eof() override { connection_.close(); }
    void on_progress() override { progress_ms_ = now_ms(); }
    void on_flushed() override { connection_.want_turn_end(); }
    void on_turn_end() override;
    void on_deadline() override;
    void respond(std::uint64_t exchange, Response response) override;
    void watch(std::uint64_t exchange, std::weak_ptr<ClientWatch> watch) override;
    void begin(std::uint64_t exchange, Response head) override;
    void write(std::uint64_t exchange, std::string_view piece) override;
    bool is_full(std::uint64_t exchange) override;
    void end(std::uint64_t exchange, StreamEnd end) override;
    void drain() override;

private:
    friend struct Http2Callbacks;   // what the library calls while it receives
    friend struct Http2BodySource;  // and for the bodies that it sends

    const Limits& limits() { return connection_.loop().limits(); }
    std::int64_t now_ms() { return connection_.loop().reactor().now_ms(); }
    Http2Stream* find(std::int32_t id);
    Http2Stream* find(std::uint64_t exchange, Http2Stream::Phase phase);
    /// Whether the client has taken nothing of what waits for too long.
    bool is_stuck() {
        return connection_.output_waits() &&
               now_ms() - progress_ms_ >= limits().idle_timeout.count();
    }

    void open(std::int32_t id);
    void head_done(Http2Stream& stream, bool ended);
    void data(Http2Stream& stream, std::string_view bytes);
    void ended(Http2Stream& stream);
    void closed(std::int32_t id);
    void response_sent(std::int32_t id);
    void drained_ping();
    std::size_t next_data(Http2Stream& stream, std::span<std::uint8_t> into);

    void say_continue(Http2Stream& stream);
    void refuse(Http2Stream& stream, Refusal refusal);
    void answer(Http2Stream& stream, Response response);
    void submit(Http2Stream& stream, const Response& response);
    void resume(Http2Stream& stream);
    static void tell_gone(Http2Stream& stream);
    void tell_room();
    void drop_body(Http2Stream& stream);
    void expire(Http2Stream& stream);
    void set_deadline(Http2Stream& stream, Milliseconds from_now);
    void wake_at(std::int64_t at_ms);

    Connection& connection_;
    nghttp2_session* session_ = nullptr;
    std::unordered_map<std::int32_t, std::unique_ptr<Http2Stream>> streams_;
    Http2Head head_;
    BodyShare unfinished_;  // of bodies in phase `body`
    std::int64_t wake_at_ms_ = 0;
    std::vector<std::int32_t> roomy_;  // streams whose owners are to be told of room
    std::int64_t progress_ms_ = 0;     // when the socket last took some of what waits
    bool draining_ = false;
    bool broken_ = false;
};

}  // namespace licet::net
