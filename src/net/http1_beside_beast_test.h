// SPDX-License-Identifier: Apache-2.0
//
// licet's readers of HTTP/1.1 beside those of Boost.Beast. Whatever both take for a message they
// must read alike, to its last byte; and what licet takes Beast must take as well, but for the
// differences that difference_between() lists, each with its reason.
#pragma once

#include "net/http1_reading_test.h"

#include <algorithm>
#include <boost/beast/http/basic_parser.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace licet::net::beside {

template <bool kRequests>
class BeastReader final : public boost::beast::http::basic_parser<kRequests> {
    using Text = boost::beast::string_view;
    using Code = boost::beast::error_code;
    using Field = boost::beast::http::field;

public:
    BeastReader() {
        this->eager(true);
        this->header_limit(1 << 20);
        this->body_limit(boost::none);
    }
    Message message;

private:
    static std::string_view view(Text text) { return {text.data(), text.size()}; }

    void on_request_impl(boost::beast::http::verb, Text method, Text whole, int version,
                         Code&) override {
        // The absolute form names the origin as well, which is compared with Host.
        std::string_view target = view(whole);
        constexpr std::string_view kScheme = "http://";
        if (lower_case(target.substr(0, kScheme.size())) == kScheme &&
            target.find('/', kScheme.size()) != std::string_view::npos) {
            target.remove_prefix(target.find('/', kScheme.size()));
        }
        message.start = std::string{view(method)} + ' ' + std::string{target} +
                        (version == 11 ? " 1.1" : " 1.0");
    }
    void on_response_impl(int status, Text, int, Code&) override {
        message.start = std::to_string(status);
    }
    void on_field_impl(Field, Text name, Text value, Code&) override {
        if (!this->is_header_done()) {  // or it is a trailer
            message.fields.push_back({lower_case(view(name)), std::string{view(value)}});
        }
    }
    std::size_t on_body_impl(Text piece, Code&) override {
        message.body += view(piece);
        return piece.size();
    }
    std::size_t on_chunk_body_impl(std::uint64_t, Text piece, Code&) override {
        message.body += view(piece);
        return piece.size();
    }
    void on_header_impl(Code&) override {}
    void on_body_init_impl(const boost::optional<std::uint64_t>&, Code&) override {}
    void on_chunk_header_impl(std::uint64_t, Text, Code&) override {}
    void on_finish_impl(Code&) override {}
};

struct BeastReading : Reading {
    boost::beast::error_code error = {};
};

template <bool kRequests>
BeastReading read_as_beast(std::string_view bytes) {
    BeastReading out;
    std::size_t at = 0;
    while (at < bytes.size()) {
        BeastReader<kRequests> reader;
        reader.message.begin = at;
        boost::beast::error_code error;
        at += reader.put({bytes.data() + at, bytes.size() - at}, error);
        if (!kRequests && !error && !reader.is_done()) {
            reader.put_eof(error);
            at = bytes.size();
        }
        if (!reader.is_done()) {
            const bool unfinished = !error || error == boost::beast::http::error::need_more ||
                                    error == boost::beast::http::error::partial_message;
            out.end = unfinished ? Reading::End::incomplete : Reading::End::refused;
            out.error = error;
            return out;
        }
        if (!kRequests && reader.message.start.starts_with('1')) {
            continue;  // an interim response
        }
        reader.message.end = at;
        reader.message.keeps = reader.keep_alive();
        out.messages.push_back(std::move(reader.message));
    }
    return out;
}

/// Why Beast may refuse `message`, which licet takes; empty for no listed reason.
inline std::string_view difference_between(const Message& message, std::string_view bytes,
                                           const boost::beast::error_code& error) {
    namespace http = boost::beast::http;
    bytes = bytes.substr(message.begin, message.end - message.begin);
    if (error == http::error::bad_method && bytes.starts_with("\r\n")) {
        return "an empty line may come before a request (RFC 9112 section 2.2)";
    }
    if (error == http::error::bad_status && message.start.size() == 3) {
        return "the blank before an empty reason may be missing";
    }
    // Of interim responses as well.
    if (error == http::error::bad_value &&
        lower_case(bytes).find("connection:") != std::string::npos) {
        return "of Connection only `close` and `keep-alive` are looked for";
    }
    if (message.has("transfer-encoding")) {
        if (error == http::error::bad_chunk_extension) {
            return "chunk extensions are dropped unread";
        }
        if (error == http::error::bad_content_length ||
            error == http::error::bad_transfer_encoding || error == http::error::bad_value) {
            return "trailers are dropped unread";
        }
    }
    return {};
}

enum class Side { requests, responses };

struct Comparison {
    Reading ours;
    BeastReading theirs;
    std::string fault = {};            ///< empty when they agree
    std::string_view difference = {};  ///< the listed one that was met
};

inline std::string fault_in(const Message& ours, const Message& theirs) {
    if (ours.start != theirs.start) {
        return "`" + ours.start + "` is `" + theirs.start + "` to Beast";
    }
    const auto same = [](const Header& a, const Header& b) {
        return a.name == b.name && a.value == b.value;
    };
    if (!std::equal(ours.fields.begin(), ours.fields.end(), theirs.fields.begin(),
                    theirs.fields.end(), same)) {
        return "the fields differ";
    }
    if (ours.body != theirs.body || ours.end != theirs.end) {
        return "the bodies differ, or end at " + std::to_string(ours.end) + " and for Beast at " +
               std::to_string(theirs.end);
    }
    // Beast takes Proxy-Connection for Connection, which a server must not.
    if (ours.keeps && !theirs.keeps && !ours.has("proxy-connection")) {
        return "the connection ends only for Beast";
    }
    return {};
}

inline Comparison compare(std::string_view bytes, Side side) {
    const std::string copy{bytes};
    Comparison out = side == Side::requests
                         ? Comparison{read_requests(copy), read_as_beast<true>(bytes)}
                         : Comparison{read_responses(copy), read_as_beast<false>(bytes)};
    const auto& ours = out.ours.messages;
    const auto& theirs = out.theirs.messages;
    for (std::size_t i = 0; i < std::min(ours.size(), theirs.size()) && out.fault.empty(); ++i) {
        out.fault = fault_in(ours[i], theirs[i]);
    }
    if (!out.fault.empty()) {
        return out;
    }
    if (ours.size() > theirs.size()) {
        if (out.theirs.end == Reading::End::refused) {
            out.difference = difference_between(ours[theirs.size()], bytes, out.theirs.error);
        }
        if (out.difference.empty()) {
            out.fault = "only licet takes `" + ours[theirs.size()].start +
                        "`; Beast says: " + out.theirs.error.message();
        }
    } else if (ours.size() < theirs.size() && out.ours.end != Reading::End::refused &&
               (ours.empty() || ours.back().keeps)) {
        out.fault = "only Beast knows where `" + theirs[ours.size()].start + "` ends";
    }
    return out;
}

}  // namespace licet::net::beside
