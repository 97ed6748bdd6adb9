// SPDX-License-Identifier: Apache-2.0
#include "net/http2_session.h"

#include "base/check.h"

#include <nghttp2/nghttp2.h>

#include <algorithm>
#include <array>
#include <utility>

namespace licet::net {
namespace {

constexpr std::int32_t kStreamWindowBytes = 1024 * 1024;
constexpr std::int32_t kConnectionWindowBytes = 4 * 1024 * 1024;
constexpr std::size_t kContinuationsMax = 8;
constexpr std::size_t kWriteBytes = 256 * 1024;

}  // namespace

/// What the library calls; each hands on to the session.
struct Http2Callbacks {
    static Http2Session& of(void* user) { return *static_cast<Http2Session*>(user); }

    static bool is_request(const nghttp2_frame* frame) {
        return frame->hd.type == NGHTTP2_HEADERS && frame->headers.cat == NGHTTP2_HCAT_REQUEST;
    }

    static int begin_headers(nghttp2_session*, const nghttp2_frame* frame, void* user) {
        if (is_request(frame)) {
            of(user).open(frame->hd.stream_id);
        }
        return 0;
    }

    static int header(nghttp2_session*, const nghttp2_frame* frame, const std::uint8_t* name,
                      std::size_t name_size, const std::uint8_t* value, std::size_t value_size,
                      std::uint8_t, void* user) {
        if (is_request(frame)) {
            of(user).head_.add({reinterpret_cast<const char*>(name), name_size},
                               {reinterpret_cast<const char*>(value), value_size},
                               of(user).limits());
        }
        return 0;
    }

    static int invalid_header(nghttp2_session*, const nghttp2_frame*, const std::uint8_t*,
                              std::size_t, const std::uint8_t*, std::size_t, std::uint8_t, void*) {
        return NGHTTP2_ERR_TEMPORAL_CALLBACK_FAILURE;  // resets the stream
    }

    static int frame_received(nghttp2_session*, const nghttp2_frame* frame, void* user) {
        if (frame->hd.type == NGHTTP2_PING && (frame->hd.flags & NGHTTP2_FLAG_ACK) != 0) {
            of(user).drained_ping();
            return 0;
        }
        if (frame->hd.type != NGHTTP2_HEADERS && frame->hd.type != NGHTTP2_DATA) {
            return 0;
        }
        Http2Stream* const stream = of(user).find(frame->hd.stream_id);
        if (stream == nullptr) {
            return 0;
        }
        const bool end = (frame->hd.flags & NGHTTP2_FLAG_END_STREAM) != 0;
        if (is_request(frame)) {
            of(user).head_done(*stream, end);
        } else if (end) {
            of(user).ended(*stream);
        }
        return 0;
    }

    static int data_chunk(nghttp2_session*, std::uint8_t, std::int32_t id,
                          const std::uint8_t* bytes, std::size_t size, void* user) {
        if (Http2Stream* const stream = of(user).find(id)) {
            of(user).data(*stream, {reinterpret_cast<const char*>(bytes), size});
        }
        return 0;
    }

    static int stream_closed(nghttp2_session*, std::int32_t id, std::uint32_t, void* user) {
        of(user).closed(id);
        return 0;
    }

    static int frame_sent(nghttp2_session*, const nghttp2_frame* frame, void* user) {
        if ((frame->hd.type == NGHTTP2_HEADERS || frame->hd.type == NGHTTP2_DATA) &&
            (frame->hd.flags & NGHTTP2_FLAG_END_STREAM) != 0) {
            of(user).response_sent(frame->hd.stream_id);
        }
        return 0;
    }

    static const nghttp2_session_callbacks* table() {
        static nghttp2_session_callbacks* const made = [] {
            nghttp2_session_callbacks* callbacks = nullptr;
            LICET_CHECK(nghttp2_session_callbacks_new(&callbacks) == 0);
            nghttp2_session_callbacks_set_on_begin_headers_callback(callbacks, begin_headers);
            nghttp2_session_callbacks_set_on_header_callback(callbacks, header);
            nghttp2_session_callbacks_set_on_invalid_header_callback(callbacks, invalid_header);
            nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks, frame_received);
            nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks, data_chunk);
            nghttp2_session_callbacks_set_on_stream_close_callback(callbacks, stream_closed);
            nghttp2_session_callbacks_set_on_frame_send_callback(callbacks, frame_sent);
            return callbacks;
        }();
        return made;
    }
};

Http2Session::Http2Session(Connection& connection)
    : connection_{connection}, unfinished_{connection.loop().body_budget()} {
    nghttp2_option* option = nullptr;
    LICET_CHECK(nghttp2_option_new(&option) == 0);
    nghttp2_option_set_no_closed_streams(option, 1);
    nghttp2_option_set_max_continuations(option, kContinuationsMax);
    nghttp2_option_set_stream_reset_rate_limit(option, limits().http2_resets_burst,
                                               limits().http2_resets_per_second);
    const int made = nghttp2_session_server_new2(&session_, Http2Callbacks::table(), this, option);
    nghttp2_option_del(option);
    LICET_CHECK(made == 0);

    const std::array<nghttp2_settings_entry, 4> settings{{
        {NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, limits().http2_streams},
        {NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, kStreamWindowBytes},
        {NGHTTP2_SETTINGS_MAX_HEADER_LIST_SIZE, static_cast<std::uint32_t>(limits().head_bytes)},
        {NGHTTP2_SETTINGS_NO_RFC7540_PRIORITIES, 1},
    }};
    LICET_CHECK(nghttp2_submit_settings(session_, NGHTTP2_FLAG_NONE, settings.data(),
                                        settings.size()) == 0);
    LICET_CHECK(nghttp2_session_set_local_window_size(session_, NGHTTP2_FLAG_NONE, 0,
                                                      kConnectionWindowBytes) == 0);
    wake_at(now_ms() + limits().idle_timeout.count());
    connection_.want_turn_end();
}

Http2Session::~Http2Session() {
    nghttp2_session_del(session_);
    for (auto& [id, stream] : streams_) {
        tell_gone(*stream);
    }
}

Http2Stream* Http2Session::find(std::int32_t id) {
    return static_cast<Http2Stream*>(nghttp2_session_get_stream_user_data(session_, id));
}

Http2Stream* Http2Session::find(std::uint64_t exchange, Http2Stream::Phase phase) {
    Http2Stream* const stream = find(static_cast<std::int32_t>(exchange));
    return stream != nullptr && stream->phase == phase ? stream : nullptr;
}

void Http2Session::wake_at(std::int64_t at_ms) {
    wake_at_ms_ = at_ms;
    connection_.set_deadline(Milliseconds{at_ms - now_ms()});
}

void Http2Session::set_deadline(Http2Stream& stream, Milliseconds from_now) {
    stream.deadline_ms = now_ms() + from_now.count();
    if (stream.deadline_ms < wake_at_ms_) {
        wake_at(stream.deadline_ms);
    }
}

void Http2Session::on_data(std::span<char> bytes) {
    const ssize_t used = nghttp2_session_mem_recv(
        session_, reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
    broken_ = broken_ || used < 0;
    connection_.want_turn_end();
}

void Http2Session::on_turn_end() {
    while (!connection_.output_waits() && !connection_.is_closed()) {
        std::string& out = connection_.loop().scratch();
        ssize_t size = 0;
        const std::uint8_t* bytes = nullptr;
        while (out.size() < kWriteBytes &&
               (size = nghttp2_session_mem_send(session_, &bytes)) > 0) {
            out.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
        }
        broken_ = broken_ || size < 0;
        if (out.empty()) {
            break;
        }
        connection_.send(out);
    }
    tell_room();
    if (connection_.output_waits() &&
        nghttp2_session_get_outbound_queue_size(session_) > limits().http2_waiting_frames) {
        connection_.close();  // it makes us say more and more, and takes nothing of it
        return;
    }
    if (broken_ ||
        (nghttp2_session_want_read(session_) == 0 && nghttp2_session_want_write(session_) == 0)) {
        connection_.close_gently();
    }
}

void Http2Session::open(std::int32_t id) {
    auto stream = std::make_unique<Http2Stream>();
    stream->id = id;
    nghttp2_session_set_stream_user_data(session_, id, stream.get());
    set_deadline(*stream, limits().head_timeout);
    streams_[id] = std::move(stream);
    head_.begin();
}

void Http2Session::head_done(Http2Stream& stream, bool ended_too) {
    const Refusal refusal = head_.finish(limits(), connection_.peer(), stream.request);
    stream.head_only = stream.request->method() == "HEAD";
    stream.phase = Http2Stream::Phase::body;
    if (refusal) {
        refuse(stream, refusal);
        return;
    }
    if (ended_too) {
        ended(stream);
        return;
    }
    set_deadline(stream, limits().body_timeout);
    if (head_.expects_continue()) {
        say_continue(stream);
    }
}

void Http2Session::data(Http2Stream& stream, std::string_view bytes) {
    if (stream.phase != Http2Stream::Phase::body) {
        return;  // refused: what still comes is dropped
    }
    if (bytes.size() > limits().body_bytes - stream.body.size()) {
        refuse(stream, {413, "the request body is too large"});
        return;
    }
    if (!unfinished_.take(bytes.size())) {
        refuse(stream, kTooManyBodies);
        return;
    }
    stream.body.append(bytes);
    if (unfinished_.bytes() > limits().http2_unfinished_body_bytes) {
        drop_body(stream);
        nghttp2_submit_rst_stream(session_, NGHTTP2_FLAG_NONE, stream.id,
                                  NGHTTP2_ENHANCE_YOUR_CALM);
    }
}

void Http2Session::drop_body(Http2Stream& stream) {
    unfinished_.give_back(stream.body.size());
    stream.body = BodyBuffer{};
    stream.phase = Http2Stream::Phase::replying;
}

void Http2Session::ended(Http2Stream& stream) {
    if (stream.phase != Http2Stream::Phase::body) {
        return;
    }
    unfinished_.give_back(stream.body.size());
    RequestBuilder::set_body(*stream.request, std::exchange(stream.body, BodyBuffer{}));
    Request request = std::move(*stream.request);
    stream.request.reset();
    stream.phase = Http2Stream::Phase::serving;
    set_deadline(stream, limits().request_timeout);
    connection_.loop().dispatch(connection_, static_cast<std::uint64_t>(stream.id),
                                std::move(request));
}

void Http2Session::closed(std::int32_t id) {
    const auto found = streams_.find(id);
    if (found == streams_.end()) {
        return;
    }
    const auto stream = std::move(found->second);
    streams_.erase(found);
    if (stream->phase == Http2Stream::Phase::body) {
        drop_body(*stream);
    }
    if (streams_.empty()) {
        wake_at(now_ms() + limits().idle_timeout.count());
    }
    tell_gone(*stream);
}

void Http2Session::expire(Http2Stream& stream) {
    switch (stream.phase) {
        case Http2Stream::Phase::head:
            broken_ = true;  // nothing else can be said on the connection before the block ends
            break;
        case Http2Stream::Phase::body:
            refuse(stream, {408, "the request took too long to arrive"});
            break;
        case Http2Stream::Phase::serving:
            refuse(stream, {503, "the request took too long to be served"});
            tell_gone(stream);
            break;
        case Http2Stream::Phase::streaming:
        case Http2Stream::Phase::replying:
            stream.deadline_ms = now_ms() + limits().idle_timeout.count();
            if (!connection_.output_waits()) {
                nghttp2_submit_rst_stream(session_, NGHTTP2_FLAG_NONE, stream.id, NGHTTP2_CANCEL);
            } else if (is_stuck()) {
                broken_ = true;
            }
            break;
    }
}

void Http2Session::on_deadline() {
    if (streams_.empty() && now_ms() >= wake_at_ms_) {
        broken_ = broken_ || is_stuck();
        nghttp2_session_terminate_session(session_, NGHTTP2_NO_ERROR);
    }
    std::int64_t next = now_ms() + limits().idle_timeout.count();
    for (auto& [id, stream] : streams_) {
        if (stream->deadline_ms <= now_ms()) {
            expire(*stream);
        }
        next = std::min(next, stream->deadline_ms);
    }
    if (broken_) {
        connection_.close();
        return;
    }
    wake_at(next);
    connection_.want_turn_end();
}

void Http2Session::drain() {
    if (!std::exchange(draining_, true)) {
        // The final GOAWAY follows when the client has seen this one, so that none of its requests
        // is lost.
        nghttp2_submit_shutdown_notice(session_);
        nghttp2_submit_ping(session_, NGHTTP2_FLAG_NONE, nullptr);
        connection_.want_turn_end();
    }
}

void Http2Session::drained_ping() {
    if (draining_) {
        nghttp2_submit_goaway(session_, NGHTTP2_FLAG_NONE,
                              nghttp2_session_get_last_proc_stream_id(session_), NGHTTP2_NO_ERROR,
                              nullptr, 0);
    }
}

}  // namespace licet::net
