// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "auth/request_view.h"
#include "auth/signing_key.h"
#include "base/result.h"
#include "base/time.h"

#include <chrono>
#include <cstddef>
#include <forward_list>
#include <optional>
#include <string>
#include <string_view>

namespace licet::auth {

enum class Form { header, query };

/// What a request claims about its signature, read strictly but not yet believed. Refers to the
/// request.
struct Presented {
    Form form = Form::header;

    /// `<access key id>/<YYYYMMDD>/<region>/<service>/aws4_request`, and its parts.
    std::string_view credential;
    std::string_view access_key_id;
    std::string_view date;
    std::string_view region;
    std::string_view service;

    std::string_view signed_headers;  ///< sorted, `;`-separated, the obligatory ones among them
    std::string_view signature;
    std::string_view timestamp;  ///< `YYYYMMDDTHHMMSSZ`, of the day that `date` names
    Time signed_at;
    Milliseconds lifetime{0};  ///< of a presigned request

    std::optional<std::string_view> session_token;
    std::optional<std::string_view> payload_hash;  ///< as declared by x-amz-content-sha256

    /// What the above refers to where it is not the request's own text: decoded or rewritten.
    std::forward_list<std::string> kept = {};

    Scope scope() const { return {date, region, service}; }
};

inline constexpr std::size_t kMaxAccessKeyIdLength = 128;
inline constexpr std::size_t kMaxScopePartLength = 64;
inline constexpr std::size_t kMaxSignedHeaders = 128;
inline constexpr std::chrono::seconds kMaxPresignedLifetime{604'800};

/// Reads the Authorization header or the X-Amz-… query parameters.
///
/// @return the Refusal missing_token when the request carries neither; incomplete_signature when
/// they
///         are malformed, doubled or both there; wrong_signature when the host or an x-amz-… header
///         is not signed or the scope's date is not the request's.
Result<Presented> read_presented(const SignedRequest& request);

}  // namespace licet::auth
