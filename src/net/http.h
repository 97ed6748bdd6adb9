// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/header_view.h"
#include "net/header_fields.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace licet::net {

using Header = HeaderView;

enum class HttpVersion { http_1_0, http_1_1, http_2 };

/// Whom a request comes from.
struct Peer {
    std::string address;  ///< IP address as text, without port
    bool secure = false;  ///< over TLS
};

/// A request that was received whole. Owns its bytes: views into it stay valid when it is moved,
/// until it is destroyed or assigned to. Immutable.
class Request {
public:
    /// Readable bytes that follow every body(), for parsers that read in blocks.
    static constexpr std::size_t kBodyPadding = 64;

    /// Builds a request as the server would have received it; names are made lower-case.
    static Request make(std::string_view method, std::string_view target,
                        const std::vector<Header>& headers = {}, std::string_view body = {},
                        std::string peer = "127.0.0.1",
                        HttpVersion version = HttpVersion::http_1_1);

    std::string_view method() const { return method_; }
    /// Path and query as received, undecoded: `/a%20b?c=d`, or `*` for OPTIONS.
    std::string_view target() const { return target_; }
    /// The target before the first `?`, undecoded.
    std::string_view path() const { return path_; }
    /// The target after the first `?`, undecoded; empty when there is none.
    std::string_view query() const { return query_; }

    /// In the order received; repeated fields stay apart. HTTP/2's `:authority` comes first, as
    /// `host`.
    std::span<const Header> headers() const { return headers_; }
    /// The value of the first field of that name. @param name lower-case.
    std::optional<std::string_view> header(std::string_view name) const;

    /// The whole body; kBodyPadding readable bytes follow it.
    std::string_view body() const { return body_; }
    /// The client's IP address as text, without port.
    const std::string& peer() const { return peer_.address; }
    /// Whether it came over TLS.
    bool is_secure() const { return peer_.secure; }
    HttpVersion version() const { return version_; }

private:
    friend class RequestBuilder;
    Request() = default;

    std::string_view method_;
    std::string_view target_;
    std::string_view path_;
    std::string_view query_;
    std::string_view body_;
    std::span<const Header> headers_;
    std::unique_ptr<char[]> head_block_;  // the Header array, then the bytes it points to
    std::unique_ptr<char[]> body_block_;
    Peer peer_;
    HttpVersion version_ = HttpVersion::http_1_1;
};

/// What a service answers. The server adds `date`, `content-length` and `connection` and ignores
/// these and `transfer-encoding`, `keep-alive` and `upgrade` in `headers`; control characters in
/// values become blanks, and fields with an impossible name are left out.
struct Response {
    int status = 200;  ///< 200 to 599
    HeaderFields headers = {};
    std::string body = {};
};

}  // namespace licet::net
