// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "net/http1_chunked.h"
#include "net/http1_head.h"
#include "net/response_reader.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace licet::net::beside {

/// What one reader made of a message.
struct Message {
    std::string start;  ///< `METHOD TARGET VERSION`, or a status
    HeaderFields fields;
    std::string body;
    std::size_t begin = 0, end = 0;  ///< its bytes, an empty line before it included
    bool keeps = false;              ///< whether another may follow it on the connection

    bool has(std::string_view name) const { return fields.find(name).has_value(); }
};

/// What one reader made of all that came on a connection.
struct Reading {
    enum class End { closed, incomplete, refused };
    std::vector<Message> messages;
    End end = End::closed;
};

inline std::string lower_case(std::string_view text) {
    std::string out{text};
    std::transform(out.begin(), out.end(), out.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return out;
}

/// Takes the body after a request's head. @return its end, or how the reading ends instead
inline std::pair<std::size_t, std::optional<Reading::End>> take_body(std::span<char> rest,
                                                                     const Framing& framing,
                                                                     std::string& body) {
    const std::size_t room = Limits{}.body_bytes;
    if (framing.chunked) {
        ChunkedDecoder decoder;
        const auto step = decoder.feed(rest, room);
        body.assign(rest.data(), step.decoded);
        if (step.refusal) {
            return {0, Reading::End::refused};
        }
        return {step.consumed, step.done ? std::nullopt : std::optional{Reading::End::incomplete}};
    }
    if (framing.content_length > room) {
        return {0, Reading::End::refused};
    }
    if (framing.content_length > rest.size()) {
        return {0, Reading::End::incomplete};
    }
    body.assign(rest.data(), framing.content_length);
    return {body.size(), std::nullopt};
}

/// Reads requests one after another, as Http1Session puts the parts together.
inline Reading read_requests(std::string bytes) {
    const Limits limits;
    Reading out;
    std::size_t at = 0;
    while (at < bytes.size() && (out.messages.empty() || out.messages.back().keeps)) {
        HeadScanner scanner;
        const auto scan = scanner.scan(std::string_view{bytes}.substr(at), limits.head_bytes);
        if (scan.state != HeadScanner::State::complete) {
            out.end = scan.state == HeadScanner::State::more ? Reading::End::incomplete
                                                             : Reading::End::refused;
            return out;
        }
        RequestHead head;
        if (parse_request_head(bytes.data() + at + scan.start, scan.end - scan.start, limits,
                               head)) {
            out.end = Reading::End::refused;
            return out;
        }
        const bool newer = head.version == HttpVersion::http_1_1;
        Message message{.start = std::string{head.method} + ' ' + std::string{head.target} +
                                 (newer ? " 1.1" : " 1.0"),
                        .begin = at,
                        .keeps = (newer || head.framing.keep_alive) && !head.framing.close};
        for (const Header& header : head.headers) {
            message.fields.push_back(header);
        }
        at += scan.end;
        const auto [size, end] =
            take_body(std::span{bytes}.subspan(at), head.framing, message.body);
        if (end) {
            out.end = *end;
            return out;
        }
        message.end = at += size;
        out.messages.push_back(std::move(message));
    }
    return out;
}

/// Reads responses one after another, as ClientConnection does for calls on one connection.
inline Reading read_responses(const std::string& bytes) {
    struct Receiver final : ResponseReader::Receiver {
        void on_head(ClientResponse got) override { head = std::move(got); }
        void on_body(std::string_view piece) override { body += piece; }
        ClientResponse head;
        std::string body;
    };
    const ClientOptions options;
    Reading out;
    std::size_t at = 0;
    while (at < bytes.size() && (out.messages.empty() || out.messages.back().keeps)) {
        const std::size_t begin = at;
        Receiver receiver;
        ResponseReader reader{options};
        reader.begin(ResponseReader::Body::expected, &receiver);
        auto state = ResponseReader::State::more;
        while (state == ResponseReader::State::more && at < bytes.size()) {
            char byte = bytes[at++];
            state = reader.feed({&byte, 1});
        }
        if (state == ResponseReader::State::more) {
            state = reader.end();
            if (state == ResponseReader::State::bad) {
                out.end = Reading::End::incomplete;
                return out;
            }
        }
        if (state == ResponseReader::State::bad) {
            out.end = Reading::End::refused;
            return out;
        }
        out.messages.push_back({.start = std::to_string(receiver.head.status),
                                .fields = std::move(receiver.head.headers),
                                .body = std::move(receiver.body),
                                .begin = begin,
                                .end = at,
                                .keeps = reader.reusable()});
    }
    return out;
}

}  // namespace licet::net::beside
