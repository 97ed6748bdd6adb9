// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "net/loopback_for_test.h"

#include <nghttp2/nghttp2.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <string>
#include <utility>
#include <vector>

namespace licet::net {

using Fields = std::vector<std::pair<std::string, std::string>>;

/// A blocking HTTP/2 client on one connection, by prior knowledge.
class Http2Peer {
public:
    struct Exchange {
        std::string body_to_send;
        std::size_t sent = 0;
        bool hold_end = false;  // never says that the body has ended
        Fields headers;
        std::string body;
        bool closed = false;
        std::uint32_t error = 0;
        std::string status() const { return headers.empty() ? "" : headers.front().second; }
    };

    /// @param window of each stream, in bytes; one that is given is never widened.
    explicit Http2Peer(std::uint16_t port, std::uint32_t window = 0) : raw_{port} {
        nghttp2_session_callbacks* callbacks = nullptr;
        nghttp2_session_callbacks_new(&callbacks);
        nghttp2_session_callbacks_set_on_header_callback(
            callbacks, [](nghttp2_session*, const nghttp2_frame* frame, const std::uint8_t* name,
                          std::size_t name_size, const std::uint8_t* value, std::size_t value_size,
                          std::uint8_t, void* user) {
                of(user)[frame->hd.stream_id].headers.emplace_back(
                    std::string{reinterpret_cast<const char*>(name), name_size},
                    std::string{reinterpret_cast<const char*>(value), value_size});
                return 0;
            });
        nghttp2_session_callbacks_set_on_data_chunk_recv_callback(
            callbacks, [](nghttp2_session*, std::uint8_t, std::int32_t id,
                          const std::uint8_t* bytes, std::size_t size, void* user) {
                of(user)[id].body.append(reinterpret_cast<const char*>(bytes), size);
                return 0;
            });
        nghttp2_session_callbacks_set_on_stream_close_callback(
            callbacks, [](nghttp2_session*, std::int32_t id, std::uint32_t error, void* user) {
                of(user)[id].closed = true;
                of(user)[id].error = error;
                return 0;
            });
        nghttp2_session_callbacks_set_on_frame_recv_callback(
            callbacks, [](nghttp2_session*, const nghttp2_frame* frame, void* user) {
                auto& self = *static_cast<Http2Peer*>(user);
                if (frame->hd.type == NGHTTP2_GOAWAY) {
                    self.goaways.push_back(frame->goaway.last_stream_id);
                    self.goaway_error = frame->goaway.error_code;
                }
                return 0;
            });
        nghttp2_option* option = nullptr;
        nghttp2_option_new(&option);
        // So that the tests can send what a good client would not.
        nghttp2_option_set_no_http_messaging(option, 1);
        nghttp2_option_set_no_auto_window_update(option, window == 0 ? 0 : 1);
        nghttp2_session_client_new2(&session_, callbacks, this, option);
        nghttp2_option_del(option);
        nghttp2_session_callbacks_del(callbacks);
        const nghttp2_settings_entry entry{NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE,
                                           window == 0 ? 1'000'000 : window};
        nghttp2_submit_settings(session_, NGHTTP2_FLAG_NONE, &entry, 1);
    }
    ~Http2Peer() { nghttp2_session_del(session_); }

    static std::vector<nghttp2_nv> fields_of(const Fields& fields) {
        std::vector<nghttp2_nv> out;
        for (const auto& [name, value] : fields) {
            out.push_back(
                {bytes(name), bytes(value), name.size(), value.size(), NGHTTP2_NV_FLAG_NONE});
        }
        return out;
    }

    std::int32_t request(const std::string& method, const std::string& path,
                         const Fields& more = {}, std::string body = {}, bool hold_end = false) {
        Fields fields{{":method", method}, {":scheme", "http"}, {":path", path}};
        if (std::none_of(more.begin(), more.end(),
                         [](const auto& f) { return f.first == "host"; })) {
            fields.emplace_back(":authority", "a:1");
        }
        fields.insert(fields.end(), more.begin(), more.end());
        return submit(fields, std::move(body), hold_end);
    }

    std::int32_t submit(const Fields& fields, std::string body = {}, bool hold_end = false) {
        const auto list = fields_of(fields);
        nghttp2_data_provider provider{};
        provider.read_callback = read_body;
        const bool with_body = !body.empty() || hold_end;
        const std::int32_t id = nghttp2_submit_request(session_, nullptr, list.data(), list.size(),
                                                       with_body ? &provider : nullptr, nullptr);
        exchanges[id].body_to_send = std::move(body);
        exchanges[id].hold_end = hold_end;
        flush();
        return id;
    }

    void flush() {
        const std::uint8_t* data = nullptr;
        ssize_t size = 0;
        while ((size = nghttp2_session_mem_send(session_, &data)) > 0) {
            raw_.send({reinterpret_cast<const char*>(data), static_cast<std::size_t>(size)});
        }
    }

    /// Reads until `done` or the end of the connection. @return whether `done`.
    template <typename Condition>
    bool read_while_not(Condition done) {
        flush();
        while (!done()) {
            const std::string got = raw_.read_some();
            if (got.empty()) {
                return false;
            }
            nghttp2_session_mem_recv(session_, reinterpret_cast<const std::uint8_t*>(got.data()),
                                     got.size());
            flush();
        }
        return true;
    }

    const Exchange& finish(std::int32_t id) {
        read_while_not([&] { return exchanges[id].closed; });
        return exchanges[id];
    }

    void reset(std::int32_t id) {
        nghttp2_submit_rst_stream(session_, NGHTTP2_FLAG_NONE, id, NGHTTP2_CANCEL);
        flush();
    }

    RawPeer& raw() { return raw_; }
    nghttp2_session* session() { return session_; }

    std::map<std::int32_t, Exchange> exchanges;
    std::vector<std::int32_t> goaways;
    std::uint32_t goaway_error = 0;

private:
    static std::map<std::int32_t, Exchange>& of(void* user) {
        return static_cast<Http2Peer*>(user)->exchanges;
    }
    static std::uint8_t* bytes(const std::string& text) {
        return reinterpret_cast<std::uint8_t*>(const_cast<char*>(text.data()));
    }
    static ssize_t read_body(nghttp2_session*, std::int32_t id, std::uint8_t* into,
                             std::size_t size, std::uint32_t* flags, nghttp2_data_source*,
                             void* user) {
        Exchange& exchange = of(user)[id];
        const std::size_t left = exchange.body_to_send.size() - exchange.sent;
        const std::size_t copied = std::min(size, left);
        if (copied == 0 && exchange.hold_end) {
            return NGHTTP2_ERR_DEFERRED;
        }
        std::memcpy(into, exchange.body_to_send.data() + exchange.sent, copied);
        exchange.sent += copied;
        if (copied == left && !exchange.hold_end) {
            *flags |= NGHTTP2_DATA_FLAG_EOF;
        }
        return static_cast<ssize_t>(copied);
    }

    RawPeer raw_;
    nghttp2_session* session_ = nullptr;
};

}  // namespace licet::net
