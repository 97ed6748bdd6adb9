// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "net/http1_head.h"
#include "net/limits.h"
#include "net/request_builder.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace licet::net {

/// Gathers the decoded header fields of one HTTP/2 request. The library below has checked names,
/// values and pseudo-headers for form; this checks limits and what a service relies on.
class Http2Head {
public:
    void begin();
    void add(std::string_view name, std::string_view value, const Limits& limits);

    /// Makes the request, without its body.
    /// @return why it is refused; the request is there all the same, but for its headers perhaps.
    Refusal finish(const Limits& limits, const Peer& peer, std::optional<Request>& out);
    /// As announced; 0 when not.
    std::uint64_t content_length() const { return framing_.content_length; }
    bool expects_continue() const { return framing_.expect; }

private:
    struct Span {
        std::size_t offset = 0;
        std::size_t size = 0;
    };
    struct Field {
        Span name;
        Span value;
    };

    Span keep(std::string_view text);
    std::string_view view(Span span) const {
        return std::string_view{bytes_}.substr(span.offset, span.size);
    }
    Refusal gather(const Limits& limits);

    std::string bytes_;
    std::vector<Field> fields_;
    std::vector<Header> headers_;
    Span method_;
    Span path_;
    Span authority_;
    std::size_t list_bytes_ = 0;
    Framing framing_;
    Refusal refusal_;
};

}  // namespace licet::net
