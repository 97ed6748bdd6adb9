// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/result.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace licet::net {

class TlsClient;

/// Where requests are sent: the part of a URL before the target. Immutable once parsed.
struct Endpoint {
    bool tls = false;
    std::string host = {};  ///< a name or an address; IPv6 without brackets
    std::uint16_t port = 0;
    /// Whom to trust, with TLS; null: the authorities that the system trusts.
    std::shared_ptr<const TlsClient> trust = {};
    /// Goes before every target: empty, or `/...` without a slash at its end.
    std::string base_path = {};

    /// Reads `http[s]://HOST[:PORT][/PATH]`.
    /// @return `invalid` for anything else, such as user names, queries and fragments.
    static Result<Endpoint> parse(std::string_view url);

    /// The Host header for it: the port only when it is not the scheme's own.
    std::string authority() const;
    bool operator==(const Endpoint&) const = default;
};

}  // namespace licet::net
