// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "net/body_budget.h"
#include "net/http1_chunked.h"
#include "net/http1_head.h"
#include "net/request_builder.h"
#include "net/response_writer.h"
#include "net/session.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace licet::net {

class Connection;

/// HTTP/1.0 and 1.1 on one connection. Requests are taken one at a time: the next one is looked at
/// when the response to the one before has been written, so responses are in order by themselves.
class Http1Session final : public Session {
public:
    explicit Http1Session(Connection& connection);
    ~Http1Session() override;

    void on_data(std::span<char> bytes) override;
    void on_eof() override;
    void on_progress() override;
    void on_flushed() override;
    void on_turn_end() override {}
    void on_deadline() override;
    void respond(std::uint64_t exchange, Response response) override;
    void watch(std::uint64_t exchange, std::weak_ptr<ClientWatch> watch) override;
    void begin(std::uint64_t exchange, Response head) override;
    void write(std::uint64_t exchange, std::string_view piece) override;
    bool is_full(std::uint64_t exchange) override;
    void end(std::uint64_t exchange, StreamEnd end) override;
    void drain() override;

private:
    enum class State {
        idle,          // before the first byte of a head
        head,          // within a head
        fixed_body,    // within a body of known length
        chunked_body,  // within a chunked body
        serving,       // the service has the request
        streaming,     // the service sends the response piece by piece
        replying,      // the response waits for the socket
        closing,       // nothing more is taken
    };

    bool takes_input() const { return state_ < State::serving; }
    void consume_pending();
    std::size_t consume(std::span<char> bytes);
    std::size_t consume_some(std::span<char> bytes);
    std::size_t consume_head(std::span<char> bytes);
    std::size_t consume_fixed(std::span<char> bytes);
    std::size_t consume_chunked(std::span<char> bytes);
    void begin_request(std::span<char> head, bool more_follows);
    void begin_body(bool more_follows);
    void dispatch(bool more_follows);
    void write_response(Response response);
    void after_response();
    void refuse(Refusal refusal);
    void set_idle();
    bool is_streaming(std::uint64_t exchange) const {
        return state_ == State::streaming && exchange == exchange_;
    }
    AfterResponse after() const;
    void tell_room();
    void tell_gone();

    Connection& connection_;
    HeadScanner scanner_;
    Framing framing_;
    std::unique_ptr<ChunkedDecoder> chunks_;  // within a chunked body
    std::optional<Request> request_;
    BodyBuffer body_;
    BodyShare unfinished_;
    std::string pending_;               // received, not yet looked at
    std::string batch_;                 // responses to pipelined requests, written together
    std::weak_ptr<ClientWatch> watch_;  // of the request being served
    std::uint64_t exchange_ = 0;
    State state_ = State::idle;
    HttpVersion version_ = HttpVersion::http_1_1;
    bool head_only_ = false;
    bool keep_alive_ = true;
    bool consuming_ = false;
    bool more_follows_ = false;  // input after the request being dispatched is already there
    bool eof_ = false;
    bool full_ = false;  // the stream's owner waits for room
};

}  // namespace licet::net
