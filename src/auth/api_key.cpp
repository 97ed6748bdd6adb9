// SPDX-License-Identifier: Apache-2.0
#include "auth/api_key.h"

#include "auth/refusal.h"
#include "base/crypto.h"
#include "model/identity/api_key.h"

#include <utility>

namespace licet::auth {
namespace {

/// Stands in for the salt of a key we do not know, so that the same work is done.
constexpr std::string_view kDummySalt = "0123456789abcdef";

constexpr std::string_view kScheme = "bearer";

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

/// What follows `Bearer` and blanks, the scheme in any case; nothing for another scheme.
std::optional<std::string_view> bearer_token(std::string_view authorization) {
    if (authorization.size() <= kScheme.size() || authorization[kScheme.size()] != ' ') {
        return std::nullopt;
    }
    for (std::size_t i = 0; i < kScheme.size(); ++i) {
        if (lower(authorization[i]) != kScheme[i]) {
            return std::nullopt;
        }
    }
    const auto first = authorization.find_first_not_of(" \t", kScheme.size());
    if (first == std::string_view::npos) {
        return std::string_view{};
    }
    return authorization.substr(first, authorization.find_last_not_of(" \t") - first + 1);
}

}  // namespace

std::optional<std::string_view> presented_api_key(const SignedRequest& request) {
    std::optional<std::string_view> api_key;
    for (const auto& header : request.headers) {
        if (header.name == "authorization") {
            return bearer_token(header.value);
        }
        if (header.name == "x-api-key" && !api_key) {
            api_key = header.value;
        }
    }
    const bool presigned = request.query.find("X-Amz-Signature") != std::string_view::npos;
    return presigned ? std::nullopt : api_key;
}

Result<Authenticated> authenticate_api_key(std::string_view key, const CredentialSource& source,
                                           Time now) {
    const auto parts = model::read_api_key(key);
    if (!parts) {
        return refuse(Refusal::invalid_api_key);
    }
    const auto found = source.find_api_key(parts->alias);
    const auto hash = model::api_key_hash(found ? found->salt : kDummySalt, parts->secret);
    const bool same = equal_constant_time(hash, found ? found->hash : hash);
    if (!found || !same || !found->active) {
        return refuse(Refusal::invalid_api_key);
    }
    if (now >= found->expires_at) {
        return refuse(Refusal::expired_api_key);
    }
    return Authenticated{found->principal, {}, {}};
}

}  // namespace licet::auth
