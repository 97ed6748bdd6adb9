// SPDX-License-Identifier: Apache-2.0
#include "net/http1_session.h"

#include "net/connection.h"
#include "net/server_loop.h"

#include <algorithm>
#include <utility>

namespace licet::net {
namespace {

/// Pipelined input that is kept while a request is being served; past it the socket is not read.
constexpr std::size_t kPendingBytesMax = 64 * 1024;
constexpr std::size_t kBatchBytesMax = 64 * 1024;
/// Room made for a body before any of it has come, whatever its announced length.
constexpr std::uint64_t kBodyBytesFirst = 256 * 1024;

}  // namespace

Http1Session::Http1Session(Connection& connection)
    : connection_{connection}, unfinished_{connection.loop().body_budget()} {}

Http1Session::~Http1Session() {
    tell_gone();
}

void Http1Session::on_data(std::span<char> bytes) {
    if (takes_input() && pending_.empty()) {
        const std::size_t used = consume(bytes);
        pending_.append(bytes.data() + used, bytes.size() - used);
    } else {
        pending_.append(bytes.data(), bytes.size());
        consume_pending();
    }
    if (!takes_input() && pending_.size() >= kPendingBytesMax) {
        connection_.set_reading(Connection::Reading::off);
    }
}

void Http1Session::consume_pending() {
    if (takes_input() && !pending_.empty()) {
        const std::size_t used = consume(pending_);
        pending_.erase(0, used);
    }
    if (eof_ && takes_input()) {
        connection_.close();  // the rest of what began here will never come
    }
}

std::size_t Http1Session::consume(std::span<char> bytes) {
    consuming_ = true;
    std::size_t used = 0;
    while (takes_input() && used < bytes.size()) {
        const std::size_t step = consume_some(bytes.subspan(used));
        if (step == 0) {
            break;
        }
        used += step;
    }
    consuming_ = false;
    if (!batch_.empty()) {
        connection_.send(std::exchange(batch_, std::string{}));
        if (connection_.output_waits() && (state_ == State::idle || state_ == State::head)) {
            state_ = State::replying;
        }
    }
    return used;
}

std::size_t Http1Session::consume_some(std::span<char> bytes) {
    switch (state_) {
        case State::fixed_body:
            return consume_fixed(bytes);
        case State::chunked_body:
            return consume_chunked(bytes);
        default:
            return consume_head(bytes);
    }
}

std::size_t Http1Session::consume_head(std::span<char> bytes) {
    const Limits& limits = connection_.loop().limits();
    const HeadScanner::Outcome outcome =
        scanner_.scan({bytes.data(), bytes.size()}, limits.head_bytes);
    switch (outcome.state) {
        case HeadScanner::State::refused:
            refuse(outcome.refusal);
            return 0;
        case HeadScanner::State::more:
            if (state_ == State::idle) {
                state_ = State::head;
                connection_.set_deadline(limits.head_timeout);
            }
            return 0;
        case HeadScanner::State::complete:
            break;
    }
    scanner_.reset();
    begin_request(bytes.subspan(outcome.start, outcome.end - outcome.start),
                  outcome.end < bytes.size());
    return outcome.end;
}

void Http1Session::begin_request(std::span<char> head, bool more_follows) {
    const Limits& limits = connection_.loop().limits();
    RequestHead& parsed = connection_.loop().scratch_head();
    // For a response to what cannot be parsed.
    head_only_ = false;
    version_ = HttpVersion::http_1_1;
    if (const Refusal refusal = parse_request_head(head.data(), head.size(), limits, parsed)) {
        refuse(refusal);
        return;
    }
    framing_ = parsed.framing;
    version_ = parsed.version;
    head_only_ = parsed.method == "HEAD";
    keep_alive_ = version_ == HttpVersion::http_1_1 ? !framing_.close
                                                    : framing_.keep_alive && !framing_.close;
    if (framing_.content_length > limits.body_bytes) {
        refuse({413, "the request body is too large"});
        return;
    }
    request_ = RequestBuilder::build({head.data(), head.size()},
                                     {.method = parsed.method,
                                      .target = parsed.target,
                                      .version = parsed.version,
                                      .headers = parsed.headers},
                                     connection_.peer());
    body_ = BodyBuffer{};
    if (framing_.chunked || framing_.content_length > 0) {
        begin_body(more_follows);
    } else {
        dispatch(more_follows);
    }
}

void Http1Session::begin_body(bool more_follows) {
    if (framing_.chunked) {
        state_ = State::chunked_body;
        chunks_ = std::make_unique<ChunkedDecoder>();
    } else {
        state_ = State::fixed_body;
        body_.reserve(std::min(framing_.content_length, kBodyBytesFirst));
    }
    connection_.set_deadline(connection_.loop().limits().body_timeout);
    if (framing_.expect && !more_follows) {
        batch_ += "HTTP/1.1 100 Continue\r\n\r\n";
    }
}

std::size_t Http1Session::consume_fixed(std::span<char> bytes) {
    const std::size_t left = framing_.content_length - body_.size();
    const std::size_t used = std::min(left, bytes.size());
    if (!unfinished_.take(used)) {
        refuse(kTooManyBodies);
        return 0;
    }
    body_.append({bytes.data(), used});
    if (used == left) {
        dispatch(used < bytes.size());
    }
    return used;
}

std::size_t Http1Session::consume_chunked(std::span<char> bytes) {
    const ChunkedDecoder::Step step =
        chunks_->feed(bytes, connection_.loop().limits().body_bytes - body_.size());
    if (!unfinished_.take(step.decoded)) {
        refuse(kTooManyBodies);
        return 0;
    }
    body_.append({bytes.data(), step.decoded});
    if (step.refusal) {
        refuse(step.refusal);
    } else if (step.done) {
        chunks_.reset();
        dispatch(step.consumed < bytes.size());
    }
    return step.consumed;
}

void Http1Session::dispatch(bool more_follows) {
    RequestBuilder::set_body(*request_, std::exchange(body_, BodyBuffer{}));
    unfinished_.give_back(unfinished_.bytes());
    Request request = std::move(*request_);
    request_.reset();
    state_ = State::serving;
    more_follows_ = more_follows;
    ++exchange_;
    connection_.set_deadline(connection_.loop().limits().request_timeout);
    connection_.loop().dispatch(connection_, exchange_, std::move(request));
    more_follows_ = false;
}

void Http1Session::respond(std::uint64_t exchange, Response response) {
    if (state_ != State::serving || exchange != exchange_) {
        return;  // answered already, by the deadline
    }
    if (connection_.loop().is_draining()) {
        keep_alive_ = false;
    }
    watch_.reset();
    write_response(std::move(response));
    after_response();
}

AfterResponse Http1Session::after() const {
    if (!keep_alive_) {
        return AfterResponse::close;
    }
    return version_ == HttpVersion::http_1_0 ? AfterResponse::keep_alive_said
                                             : AfterResponse::keep_alive;
}

void Http1Session::write_response(Response response) {
    std::string& text = connection_.loop().scratch();
    if (!batch_.empty()) {
        text = std::exchange(batch_, std::string{});
    }
    append_response_head(text, response, after(), connection_.loop().date());
    std::string body;
    if (!head_only_ && has_body(response.status)) {
        body = std::move(response.body);
    }
    if (keep_alive_ && more_follows_ && text.size() + body.size() < kBatchBytesMax) {
        batch_.reserve(text.size() + body.size());
        batch_ = text;
        batch_ += body;
    } else if (keep_alive_) {
        connection_.send_later(text, std::move(body));
    } else {
        connection_.send(text, body);
    }
}

void Http1Session::watch(std::uint64_t exchange, std::weak_ptr<ClientWatch> watch) {
    if (state_ == State::serving && exchange == exchange_) {
        watch_ = std::move(watch);
    }
}

void Http1Session::begin(std::uint64_t exchange, Response head) {
    if (state_ != State::serving || exchange != exchange_) {
        return;
    }
    const bool chunked = version_ == HttpVersion::http_1_1;
    keep_alive_ = keep_alive_ && chunked && !connection_.loop().is_draining();
    state_ = State::streaming;
    full_ = false;
    std::string& text = connection_.loop().scratch();
    text = std::exchange(batch_, std::string{});
    append_response_head(text, head, after(), connection_.loop().date(),
                         chunked ? BodyLength::chunked : BodyLength::until_close);
    connection_.send_later(text, {});
    connection_.set_deadline(connection_.loop().limits().request_timeout);
    if (!head.body.empty()) {
        write(exchange, head.body);
    }
}

void Http1Session::write(std::uint64_t exchange, std::string_view piece) {
    if (!is_streaming(exchange)) {
        return;
    }
    connection_.set_deadline(connection_.loop().limits().request_timeout);
    if (head_only_) {
        return;
    }
    if (version_ == HttpVersion::http_1_0) {
        connection_.send_later(piece, {});
        return;
    }
    std::string& chunk = connection_.loop().scratch();
    append_chunk(chunk, piece);
    connection_.send_later(chunk, {});
}

bool Http1Session::is_full(std::uint64_t exchange) {
    if (!is_streaming(exchange)) {
        return false;
    }
    full_ = full_ || connection_.output_bytes() >= ResponseStream::kFullBytes;
    return full_;
}

void Http1Session::tell_room() {
    if (full_ && connection_.output_bytes() <= ResponseStream::kRoomBytes) {
        full_ = false;
        if (const auto watch = watch_.lock()) {
            watch->on_room();
        }
    }
}

void Http1Session::tell_gone() {
    if (const auto watch = std::exchange(watch_, {}).lock()) {
        watch->on_gone();
    }
}

void Http1Session::end(std::uint64_t exchange, StreamEnd end) {
    if (!is_streaming(exchange)) {
        return;
    }
    watch_.reset();
    if (end == StreamEnd::broken_off) {
        state_ = State::closing;
        connection_.close();
        return;
    }
    if (version_ == HttpVersion::http_1_1 && !head_only_) {
        connection_.send_later(kLastChunk, {});
    }
    after_response();
}

void Http1Session::after_response() {
    if (connection_.is_closed()) {
        state_ = State::closing;
        return;
    }
    if (!keep_alive_) {
        state_ = State::closing;
        connection_.close_gently();
        return;
    }
    if (connection_.output_waits()) {
        state_ = State::replying;
        connection_.set_deadline(connection_.loop().limits().idle_timeout);
        return;
    }
    set_idle();
    if (!consuming_) {
        consume_pending();
    }
}

void Http1Session::set_idle() {
    state_ = State::idle;
    connection_.set_deadline(connection_.loop().limits().idle_timeout);
    connection_.set_reading(Connection::Reading::on);
}

void Http1Session::on_progress() {
    if (state_ == State::replying || state_ == State::streaming) {
        connection_.set_deadline(connection_.loop().limits().idle_timeout);
    }
    tell_room();
}

void Http1Session::on_flushed() {
    if (state_ == State::streaming) {
        connection_.set_deadline(connection_.loop().limits().request_timeout);
        tell_room();
    } else if (state_ == State::replying) {
        set_idle();
        if (connection_.loop().is_draining() && pending_.empty()) {
            connection_.close();
        } else {
            consume_pending();
        }
    }
}

void Http1Session::refuse(Refusal refusal) {
    keep_alive_ = false;
    more_follows_ = false;
    request_.reset();
    body_ = BodyBuffer{};
    unfinished_.give_back(unfinished_.bytes());
    state_ = State::closing;
    write_response(connection_.loop().refuse(refusal));
    connection_.close_gently();
}

void Http1Session::on_eof() {
    eof_ = true;
    if (takes_input()) {
        connection_.close();
    } else {
        tell_gone();  // as proxies commonly take it, though it might still read
    }
}

void Http1Session::on_deadline() {
    switch (state_) {
        case State::head:
        case State::fixed_body:
        case State::chunked_body:
            refuse({408, "the request took too long to arrive"});
            break;
        case State::serving:
            refuse({503, "the request took too long to be served"});
            tell_gone();
            break;
        default:
            connection_.close();
            break;
    }
}

void Http1Session::drain() {
    if (state_ == State::idle) {
        connection_.close();
    }
}

}  // namespace licet::net
