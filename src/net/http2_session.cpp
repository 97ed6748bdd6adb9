// SPDX-License-Identifier: Apache-2.0
#include "net/http2_session.h"

#include "base/check.h"
#include "net/connection.h"
#include "net/http2_head.h"
#include "net/server_loop.h"

#include <nghttp2/nghttp2.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <optional>
#include <unordered_map>
#include <utility>
#include <vector>

namespace licet::net {
namespace {

constexpr std::int32_t kStreamWindowBytes = 1024 * 1024;
constexpr std::int32_t kConnectionWindowBytes = 4 * 1024 * 1024;
constexpr std::size_t kContinuationsMax = 8;
constexpr std::size_t kWriteBytes = 256 * 1024;

struct Stream {
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
    friend struct Callbacks;

    const Limits& limits() { return connection_.loop().limits(); }
    std::int64_t now_ms() { return connection_.loop().reactor().now_ms(); }
    Stream* find(std::int32_t id);
    Stream* find(std::uint64_t exchange, Stream::Phase phase);
    /// Whether the client has taken nothing of what waits for too long.
    bool is_stuck() {
        return connection_.output_waits() &&
               now_ms() - progress_ms_ >= limits().idle_timeout.count();
    }

    void open(std::int32_t id);
    void head_done(Stream& stream, bool ended);
    void data(Stream& stream, std::string_view bytes);
    void ended(Stream& stream);
    void closed(std::int32_t id);
    void response_sent(std::int32_t id);
    void drained_ping();
    std::size_t next_data(Stream& stream, std::span<std::uint8_t> into);

    void refuse(Stream& stream, Refusal refusal);
    void answer(Stream& stream, Response response);
    void submit(Stream& stream, Response& response);
    void resume(Stream& stream);
    static void tell_gone(Stream& stream);
    void tell_room();
    void drop_body(Stream& stream);
    void expire(Stream& stream);
    void set_deadline(Stream& stream, Milliseconds from_now);
    void wake_at(std::int64_t at_ms);

    Connection& connection_;
    nghttp2_session* session_ = nullptr;
    std::unordered_map<std::int32_t, std::unique_ptr<Stream>> streams_;
    Http2Head head_;
    BodyShare unfinished_;  // of bodies in phase `body`
    std::int64_t wake_at_ms_ = 0;
    std::vector<std::int32_t> roomy_;  // streams whose owners are to be told of room
    std::int64_t progress_ms_ = 0;     // when the socket last took some of what waits
    bool draining_ = false;
    bool broken_ = false;
};

nghttp2_nv field_of(std::string_view name, std::string_view value) {
    const auto bytes = [](std::string_view text) {
        return reinterpret_cast<std::uint8_t*>(const_cast<char*>(text.data()));
    };
    return {bytes(name), bytes(value), name.size(), value.size(), NGHTTP2_NV_FLAG_NONE};
}

/// What the library calls; each hands on to the session.
struct Callbacks {
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
        Stream* const stream = of(user).find(frame->hd.stream_id);
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
        if (Stream* const stream = of(user).find(id)) {
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

    static ssize_t read_body(nghttp2_session*, std::int32_t, std::uint8_t* into, std::size_t size,
                             std::uint32_t* flags, nghttp2_data_source* source, void* user) {
        auto& stream = *static_cast<Stream*>(source->ptr);
        const std::size_t copied = of(user).next_data(stream, {into, size});
        const bool more_comes = stream.phase == Stream::Phase::streaming;
        if (copied == 0 && more_comes) {
            stream.deferred = true;
            return NGHTTP2_ERR_DEFERRED;
        }
        if (stream.waiting() == 0 && !more_comes) {
            *flags |= NGHTTP2_DATA_FLAG_EOF;
        }
        return static_cast<ssize_t>(copied);
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
    const int made = nghttp2_session_server_new2(&session_, Callbacks::table(), this, option);
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

Stream* Http2Session::find(std::int32_t id) {
    return static_cast<Stream*>(nghttp2_session_get_stream_user_data(session_, id));
}

Stream* Http2Session::find(std::uint64_t exchange, Stream::Phase phase) {
    Stream* const stream = find(static_cast<std::int32_t>(exchange));
    return stream != nullptr && stream->phase == phase ? stream : nullptr;
}

void Http2Session::tell_gone(Stream& stream) {
    if (const auto watch = std::exchange(stream.watch, {}).lock()) {
        watch->on_gone();
    }
}

void Http2Session::tell_room() {
    for (const std::int32_t id : std::exchange(roomy_, {})) {
        Stream* const stream = find(id);
        if (const auto watch = stream == nullptr ? nullptr : stream->watch.lock()) {
            watch->on_room();
        }
    }
}

void Http2Session::wake_at(std::int64_t at_ms) {
    wake_at_ms_ = at_ms;
    connection_.set_deadline(Milliseconds{at_ms - now_ms()});
}

void Http2Session::set_deadline(Stream& stream, Milliseconds from_now) {
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
    auto stream = std::make_unique<Stream>();
    stream->id = id;
    nghttp2_session_set_stream_user_data(session_, id, stream.get());
    set_deadline(*stream, limits().head_timeout);
    streams_[id] = std::move(stream);
    head_.begin();
}

void Http2Session::head_done(Stream& stream, bool ended_too) {
    const Refusal refusal = head_.finish(limits(), connection_.peer(), stream.request);
    stream.head_only = stream.request->method() == "HEAD";
    stream.phase = Stream::Phase::body;
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
        const nghttp2_nv status = field_of(":status", "100");
        nghttp2_submit_headers(session_, NGHTTP2_FLAG_NONE, stream.id, nullptr, &status, 1,
                               nullptr);
    }
}

void Http2Session::data(Stream& stream, std::string_view bytes) {
    if (stream.phase != Stream::Phase::body) {
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

void Http2Session::drop_body(Stream& stream) {
    unfinished_.give_back(stream.body.size());
    stream.body = BodyBuffer{};
    stream.phase = Stream::Phase::replying;
}

void Http2Session::ended(Stream& stream) {
    if (stream.phase != Stream::Phase::body) {
        return;
    }
    unfinished_.give_back(stream.body.size());
    RequestBuilder::set_body(*stream.request, std::exchange(stream.body, BodyBuffer{}));
    Request request = std::move(*stream.request);
    stream.request.reset();
    stream.phase = Stream::Phase::serving;
    set_deadline(stream, limits().request_timeout);
    connection_.loop().dispatch(connection_, static_cast<std::uint64_t>(stream.id),
                                std::move(request));
}

void Http2Session::refuse(Stream& stream, Refusal refusal) {
    answer(stream, connection_.loop().refuse(refusal));
}

void Http2Session::respond(std::uint64_t exchange, Response response) {
    if (Stream* const stream = find(exchange, Stream::Phase::serving)) {
        stream->watch.reset();
        answer(*stream, std::move(response));
    }
}

void Http2Session::watch(std::uint64_t exchange, std::weak_ptr<ClientWatch> watch) {
    if (Stream* const stream = find(exchange, Stream::Phase::serving)) {
        stream->watch = std::move(watch);
    }
}

void Http2Session::begin(std::uint64_t exchange, Response head) {
    if (Stream* const stream = find(exchange, Stream::Phase::serving)) {
        stream->phase = Stream::Phase::streaming;
        stream->response = std::move(head.body);
        set_deadline(*stream, limits().request_timeout);
        submit(*stream, head);
    }
}

void Http2Session::write(std::uint64_t exchange, std::string_view piece) {
    if (Stream* const stream = find(exchange, Stream::Phase::streaming)) {
        if (!stream->head_only) {
            stream->response += piece;
        }
        resume(*stream);
    }
}

bool Http2Session::is_full(std::uint64_t exchange) {
    Stream* const stream = find(exchange, Stream::Phase::streaming);
    if (stream == nullptr) {
        return false;
    }
    stream->full = stream->full || stream->waiting() >= ResponseStream::kFullBytes;
    return stream->full;
}

void Http2Session::end(std::uint64_t exchange, StreamEnd end) {
    Stream* const stream = find(exchange, Stream::Phase::streaming);
    if (stream == nullptr) {
        return;
    }
    stream->watch.reset();
    stream->phase = Stream::Phase::replying;
    if (end == StreamEnd::broken_off) {
        nghttp2_submit_rst_stream(session_, NGHTTP2_FLAG_NONE, stream->id, NGHTTP2_INTERNAL_ERROR);
    }
    resume(*stream);
}

void Http2Session::resume(Stream& stream) {
    if (std::exchange(stream.deferred, false)) {
        nghttp2_session_resume_data(session_, stream.id);
    }
    set_deadline(stream, stream.waiting() == 0 ? limits().request_timeout : limits().idle_timeout);
    connection_.want_turn_end();
}

void Http2Session::answer(Stream& stream, Response response) {
    if (stream.phase == Stream::Phase::body) {
        drop_body(stream);
    }
    stream.phase = Stream::Phase::replying;
    stream.response = std::move(response.body);
    set_deadline(stream, limits().idle_timeout);
    submit(stream, response);
}

void Http2Session::submit(Stream& stream, Response& response) {
    const bool streams = stream.phase == Stream::Phase::streaming;
    const std::string status = std::to_string(response.status);
    const std::string length = std::to_string(stream.response.size());
    std::vector<nghttp2_nv> fields;
    fields.reserve(response.headers.size() + 3);
    fields.push_back(field_of(":status", status));
    fields.push_back(field_of("date", connection_.loop().date()));
    for (ResponseHeader& header : response.headers) {
        if (!is_service_header(header.name) || !is_token(header.name)) {
            continue;
        }
        if (!is_field_value(header.value)) {
            std::string cleaned;
            append_field_value(cleaned, header.value);
            header.value = std::move(cleaned);
        }
        std::string_view value = header.value;
        value.remove_prefix(std::min(value.find_first_not_of(" \t"), value.size()));
        value = value.substr(0, value.find_last_not_of(" \t") + 1);
        fields.push_back(field_of(header.name, value));
    }
    if (has_body(response.status) && !streams) {
        fields.push_back(field_of("content-length", length));
    }
    nghttp2_data_provider body{};
    body.source.ptr = &stream;
    body.read_callback = Callbacks::read_body;
    const bool with_body =
        has_body(response.status) && !stream.head_only && (streams || !stream.response.empty());
    nghttp2_submit_response(session_, stream.id, fields.data(), fields.size(),
                            with_body ? &body : nullptr);
    connection_.want_turn_end();
}

std::size_t Http2Session::next_data(Stream& stream, std::span<std::uint8_t> into) {
    const std::size_t size = std::min(into.size(), stream.waiting());
    std::memcpy(into.data(), stream.response.data() + stream.response_sent, size);
    stream.response_sent += size;
    const bool waits = stream.phase == Stream::Phase::streaming && stream.waiting() == 0;
    if (waits || stream.response_sent >= ResponseStream::kFullBytes) {
        stream.response.erase(0, std::exchange(stream.response_sent, 0));
    }
    stream.deadline_ms =
        now_ms() + (waits ? limits().request_timeout : limits().idle_timeout).count();
    if (stream.full && stream.waiting() <= ResponseStream::kRoomBytes) {
        stream.full = false;
        roomy_.push_back(stream.id);
    }
    return size;
}

void Http2Session::response_sent(std::int32_t id) {
    // A refused request may still be on its way; the client need not finish it.
    if (nghttp2_session_get_stream_remote_close(session_, id) == 0) {
        nghttp2_submit_rst_stream(session_, NGHTTP2_FLAG_NONE, id, NGHTTP2_NO_ERROR);
    }
}

void Http2Session::closed(std::int32_t id) {
    const auto found = streams_.find(id);
    if (found == streams_.end()) {
        return;
    }
    const auto stream = std::move(found->second);
    streams_.erase(found);
    if (stream->phase == Stream::Phase::body) {
        drop_body(*stream);
    }
    if (streams_.empty()) {
        wake_at(now_ms() + limits().idle_timeout.count());
    }
    tell_gone(*stream);
}

void Http2Session::expire(Stream& stream) {
    switch (stream.phase) {
        case Stream::Phase::head:
            broken_ = true;  // nothing else can be said on the connection before the block ends
            break;
        case Stream::Phase::body:
            refuse(stream, {408, "the request took too long to arrive"});
            break;
        case Stream::Phase::serving:
            refuse(stream, {503, "the request took too long to be served"});
            tell_gone(stream);
            break;
        case Stream::Phase::streaming:
        case Stream::Phase::replying:
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

}  // namespace

std::unique_ptr<Session> make_http2_session(Connection& connection) {
    return std::make_unique<Http2Session>(connection);
}

}  // namespace licet::net
