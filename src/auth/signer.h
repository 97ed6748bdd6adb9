// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "auth/request_view.h"
#include "base/result.h"
#include "base/time.h"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace licet::auth {

/// Whose name a request is signed in, and for what.
struct SigningIdentity {
    std::string_view access_key_id;
    std::string_view secret;
    std::string_view session_token;  ///< empty for a long-term key
    std::string_view region;
    std::string_view service;
};

struct Header {
    std::string name;
    std::string value;
};

/// Signs a request in its header.
///
/// Every header given is signed, so leave out those that a proxy may change. `host` (or
/// `:authority`) must be among them, `authorization`, `x-amz-date` and `x-amz-security-token` must
/// not. An `x-amz-content-sha256` header given is taken at its word, e.g. UNSIGNED-PAYLOAD.
/// @return the headers to add: `x-amz-date`, perhaps `x-amz-security-token`, and `authorization`;
///         `invalid` for a broken percent escape in the query.
Result<std::vector<Header>> sign(const SignedRequest& request, const SigningIdentity& identity,
                                 Time now);

/// Signs a request in its query; the rules for headers are those of sign().
/// @param lifetime 1 s to 7 days.
/// @return the whole new query, without `?`; `invalid` for a broken percent escape in the old one.
Result<std::string> presign(const SignedRequest& request, const SigningIdentity& identity, Time now,
                            std::chrono::seconds lifetime);

}  // namespace licet::auth
