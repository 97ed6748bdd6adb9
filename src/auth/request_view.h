// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

namespace licet::auth {

/// One header line. Names are lower-case; values are as received, without the line end.
struct HeaderView {
    std::string_view name;
    std::string_view value;
};

/// A request as its signature sees it. Views only: what they point to must outlive the use.
struct SignedRequest {
    std::string_view method;

    /// As on the request line: still percent-encoded, not normalized, without the query.
    std::string_view path;

    /// As on the request line, without the `?`; empty if there is none.
    std::string_view query;

    /// The whole body, after transfer decoding.
    std::string_view body;

    /// Every header in order of arrival, repeated names repeated. Over HTTP/2 the authority may
    /// stand here as `host` or as `:authority`; either answers for the other.
    std::span<const HeaderView> headers;
};

}  // namespace licet::auth
