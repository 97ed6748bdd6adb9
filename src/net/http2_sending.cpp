// SPDX-License-Identifier: Apache-2.0
#include "net/http2_session.h"
#include "net/response_writer.h"

#include <nghttp2/nghttp2.h>

#include <algorithm>
#include <cstring>
#include <forward_list>
#include <string>
#include <utility>

namespace licet::net {
namespace {

/// Of a response: room is made for so many at once.
constexpr std::size_t kFieldsMostly = 10;

nghttp2_nv field_of(std::string_view name, std::string_view value) {
    const auto bytes = [](std::string_view text) {
        return reinterpret_cast<std::uint8_t*>(const_cast<char*>(text.data()));
    };
    return {bytes(name), bytes(value), name.size(), value.size(), NGHTTP2_NV_FLAG_NONE};
}

/// Whether every response has another value of it, which the header table need not remember.
bool is_never_the_same(std::string_view name) {
    return equals_ignoring_case(name, "x-amzn-requestid") ||
           equals_ignoring_case(name, "x-request-id") || equals_ignoring_case(name, "request-id") ||
           equals_ignoring_case(name, "x-licet-quota");
}

}  // namespace

/// Gives the library the bodies of responses, piece by piece.
struct Http2BodySource {
    static ssize_t read(nghttp2_session*, std::int32_t, std::uint8_t* into, std::size_t size,
                        std::uint32_t* flags, nghttp2_data_source* source, void* user) {
        auto& stream = *static_cast<Http2Stream*>(source->ptr);
        const std::size_t copied =
            static_cast<Http2Session*>(user)->next_data(stream, {into, size});
        const bool more_comes = stream.phase == Http2Stream::Phase::streaming;
        if (copied == 0 && more_comes) {
            stream.deferred = true;
            return NGHTTP2_ERR_DEFERRED;
        }
        if (stream.waiting() == 0 && !more_comes) {
            *flags |= NGHTTP2_DATA_FLAG_EOF;
        }
        return static_cast<ssize_t>(copied);
    }
};

void Http2Session::say_continue(Http2Stream& stream) {
    const nghttp2_nv status = field_of(":status", "100");
    nghttp2_submit_headers(session_, NGHTTP2_FLAG_NONE, stream.id, nullptr, &status, 1, nullptr);
}

void Http2Session::tell_gone(Http2Stream& stream) {
    if (const auto watch = std::exchange(stream.watch, {}).lock()) {
        watch->on_gone();
    }
}

void Http2Session::tell_room() {
    for (const std::int32_t id : std::exchange(roomy_, {})) {
        Http2Stream* const stream = find(id);
        if (const auto watch = stream == nullptr ? nullptr : stream->watch.lock()) {
            watch->on_room();
        }
    }
}

void Http2Session::refuse(Http2Stream& stream, Refusal refusal) {
    answer(stream, connection_.loop().refuse(refusal));
}

void Http2Session::respond(std::uint64_t exchange, Response response) {
    if (Http2Stream* const stream = find(exchange, Http2Stream::Phase::serving)) {
        stream->watch.reset();
        answer(*stream, std::move(response));
    }
}

void Http2Session::watch(std::uint64_t exchange, std::weak_ptr<ClientWatch> watch) {
    if (Http2Stream* const stream = find(exchange, Http2Stream::Phase::serving)) {
        stream->watch = std::move(watch);
    }
}

void Http2Session::begin(std::uint64_t exchange, Response head) {
    if (Http2Stream* const stream = find(exchange, Http2Stream::Phase::serving)) {
        stream->phase = Http2Stream::Phase::streaming;
        stream->response = std::move(head.body);
        set_deadline(*stream, limits().request_timeout);
        submit(*stream, head);
    }
}

void Http2Session::write(std::uint64_t exchange, std::string_view piece) {
    if (Http2Stream* const stream = find(exchange, Http2Stream::Phase::streaming)) {
        if (!stream->head_only) {
            stream->response += piece;
        }
        resume(*stream);
    }
}

bool Http2Session::is_full(std::uint64_t exchange) {
    Http2Stream* const stream = find(exchange, Http2Stream::Phase::streaming);
    if (stream == nullptr) {
        return false;
    }
    stream->full = stream->full || stream->waiting() >= ResponseStream::kFullBytes;
    return stream->full;
}

void Http2Session::end(std::uint64_t exchange, StreamEnd end) {
    Http2Stream* const stream = find(exchange, Http2Stream::Phase::streaming);
    if (stream == nullptr) {
        return;
    }
    stream->watch.reset();
    stream->phase = Http2Stream::Phase::replying;
    if (end == StreamEnd::broken_off) {
        nghttp2_submit_rst_stream(session_, NGHTTP2_FLAG_NONE, stream->id, NGHTTP2_INTERNAL_ERROR);
    }
    resume(*stream);
}

void Http2Session::resume(Http2Stream& stream) {
    if (std::exchange(stream.deferred, false)) {
        nghttp2_session_resume_data(session_, stream.id);
    }
    set_deadline(stream, stream.waiting() == 0 ? limits().request_timeout : limits().idle_timeout);
    connection_.want_turn_end();
}

void Http2Session::answer(Http2Stream& stream, Response response) {
    if (stream.phase == Http2Stream::Phase::body) {
        drop_body(stream);
    }
    stream.phase = Http2Stream::Phase::replying;
    stream.response = std::move(response.body);
    set_deadline(stream, limits().idle_timeout);
    submit(stream, response);
}

void Http2Session::submit(Http2Stream& stream, const Response& response) {
    const bool streams = stream.phase == Http2Stream::Phase::streaming;
    const std::string status = std::to_string(response.status);
    const std::string length = std::to_string(stream.response.size());
    std::forward_list<std::string> cleaned;
    std::vector<nghttp2_nv> fields;  // refer to the response, or to what is cleaned of it
    fields.reserve(kFieldsMostly);
    fields.push_back(field_of(":status", status));
    fields.push_back(field_of("date", connection_.loop().date()));
    for (auto [name, value] : response.headers) {
        if (!is_service_header(name) || !is_token(name)) {
            continue;
        }
        if (!is_field_value(value)) {
            append_field_value(cleaned.emplace_front(), value);
            value = cleaned.front();
        }
        value.remove_prefix(std::min(value.find_first_not_of(" \t"), value.size()));
        value = value.substr(0, value.find_last_not_of(" \t") + 1);
        fields.push_back(field_of(name, value));
        if (is_never_the_same(name)) {
            fields.back().flags = NGHTTP2_NV_FLAG_NO_INDEX;
        }
    }
    if (has_body(response.status) && !streams) {
        fields.push_back(field_of("content-length", length));
    }
    nghttp2_data_provider body{};
    body.source.ptr = &stream;
    body.read_callback = Http2BodySource::read;
    const bool with_body =
        has_body(response.status) && !stream.head_only && (streams || !stream.response.empty());
    nghttp2_submit_response(session_, stream.id, fields.data(), fields.size(),
                            with_body ? &body : nullptr);
    connection_.want_turn_end();
}

std::size_t Http2Session::next_data(Http2Stream& stream, std::span<std::uint8_t> into) {
    const std::size_t size = std::min(into.size(), stream.waiting());
    std::memcpy(into.data(), stream.response.data() + stream.response_sent, size);
    stream.response_sent += size;
    const bool waits = stream.phase == Http2Stream::Phase::streaming && stream.waiting() == 0;
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

}  // namespace licet::net
