// SPDX-License-Identifier: Apache-2.0
#include "net/http2_head.h"

#include <charconv>

namespace licet::net {
namespace {

/// What a field counts for beyond its bytes. Source: RFC 9113 section 6.5.2.
constexpr std::size_t kFieldOverheadBytes = 32;

}  // namespace

void Http2Head::begin() {
    bytes_.clear();
    fields_.clear();
    headers_.clear();
    method_ = path_ = authority_ = {};
    list_bytes_ = 0;
    framing_ = {};
    refusal_ = {};
}

Http2Head::Span Http2Head::keep(std::string_view text) {
    const Span span{bytes_.size(), text.size()};
    bytes_ += text;
    return span;
}

void Http2Head::add(std::string_view name, std::string_view value, const Limits& limits) {
    if (refusal_) {
        return;
    }
    list_bytes_ += name.size() + value.size() + kFieldOverheadBytes;
    if (name == ":path") {
        if (value.size() > limits.target_bytes) {
            refusal_ = {414, "the request target is too long"};
            return;
        }
        path_ = keep(value);
    } else if (name == ":method") {
        method_ = keep(value);
    } else if (name == ":authority") {
        authority_ = keep(value);
    } else if (!name.starts_with(':')) {
        if (fields_.size() == limits.header_count) {
            refusal_ = {431, "too many headers"};
            return;
        }
        const Span kept_name = keep(name);
        fields_.push_back({kept_name, keep(value)});
    }
    if (list_bytes_ > limits.head_bytes) {
        refusal_ = {431, "the request head is too large"};
    }
}

Refusal Http2Head::gather(const Limits& limits) {
    if (refusal_) {
        return refusal_;
    }
    std::string_view host = view(authority_);
    if (!host.empty()) {
        headers_.push_back({"", host});  // named below, once its bytes are kept
    }
    for (const Field& field : fields_) {
        const Header header{view(field.name), view(field.value)};
        if (header.name == "host") {
            if (!host.empty() && header.value != host) {
                return {400, "the request names different hosts"};
            }
            if (!host.empty()) {
                continue;
            }
            host = header.value;
        } else if (header.name == "content-length") {
            std::from_chars(header.value.data(), header.value.data() + header.value.size(),
                            framing_.content_length);
        } else if (header.name == "expect") {
            if (!equals_ignoring_case(header.value, "100-continue")) {
                return {417, "only the expectation `100-continue` is supported"};
            }
            framing_.expect = true;
        }
        headers_.push_back(header);
    }
    if (host.empty() || !is_host(host)) {
        return {400, "the request has no host or a malformed one"};
    }
    if (view(method_) == "CONNECT") {
        return {501, "the method CONNECT is not supported"};
    }
    if (!is_valid_target(view(method_), view(path_))) {
        return {400, "the request target is malformed"};
    }
    if (framing_.content_length > limits.body_bytes) {
        return {413, "the request body is too large"};
    }
    return {};
}

Refusal Http2Head::finish(const Limits& limits, const Peer& peer, std::optional<Request>& out) {
    const Span host_name = keep("host");
    const Refusal refusal = gather(limits);
    if (!headers_.empty() && headers_.front().name.empty()) {
        headers_.front().name = view(host_name);
    }
    out = RequestBuilder::build(bytes_,
                                {.method = view(method_),
                                 .target = view(path_),
                                 .version = HttpVersion::http_2,
                                 .headers = headers_},
                                peer);
    return refusal;
}

}  // namespace licet::net
