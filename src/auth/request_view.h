// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/header_view.h"

#include <span>
#include <string_view>

namespace licet::auth {

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
