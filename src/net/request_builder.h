// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "net/http.h"

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace licet::net {

/// A growing body with room for Request::kBodyPadding after it. Loop-owned.
class BodyBuffer {
public:
    std::size_t size() const { return size_; }
    /// Makes room for `bytes` in all, so that appending up to there does not move the data.
    void reserve(std::size_t bytes);
    void append(std::string_view bytes);

private:
    friend class RequestBuilder;
    std::unique_ptr<char[]> data_;
    std::size_t size_ = 0;
    std::size_t capacity_ = 0;  // without the padding
};

/// The only maker of Requests.
class RequestBuilder {
public:
    struct Head {
        std::string_view method;
        std::string_view target;
        HttpVersion version = HttpVersion::http_1_1;
        std::span<const Header> headers;
    };

    /// Copies a head. @param bytes one buffer that holds every view of `head`.
    static Request build(std::string_view bytes, const Head& head, Peer peer);
    /// Gives a request its body, once.
    static void set_body(Request& request, BodyBuffer body);
};

}  // namespace licet::net
