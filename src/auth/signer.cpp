// SPDX-License-Identifier: Apache-2.0
#include "auth/signer.h"

#include "auth/canonical.h"
#include "auth/presented.h"
#include "auth/signing_key.h"
#include "base/check.h"
#include "base/crypto.h"
#include "base/encoding.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace licet::auth {
namespace {

std::string names_of(std::span<const HeaderView> headers) {
    std::set<std::string_view> names;
    for (const auto& header : headers) {
        LICET_CHECK(header.name != "authorization");
        names.insert(header.name);
    }
    LICET_CHECK(names.contains("host") || names.contains(":authority"));
    std::string list;
    for (const auto name : names) {
        list.append(list.empty() ? "" : ";").append(name);
    }
    return list;
}

std::string payload_hash(const SignedRequest& request) {
    const auto header =
        std::find_if(request.headers.begin(), request.headers.end(),
                     [](const HeaderView& h) { return h.name == "x-amz-content-sha256"; });
    return header != request.headers.end() ? std::string{header->value}
                                           : to_hex(sha256(request.body));
}

/// One signing under way: its moment and scope as text.
struct Signing {
    const SigningIdentity& identity;
    std::string timestamp;
    std::string date = timestamp.substr(0, 8);

    std::string credential() const {
        return fmt::format("{}/{}/{}/{}/{}", identity.access_key_id, date, identity.region,
                           identity.service, kScopeEnd);
    }

    Result<std::string> signature(const SignedRequest& request, std::string_view query,
                                  std::string_view signed_headers) const {
        LICET_TRY(const auto sorted_query, canonical_query(query));
        LICET_TRY(const auto canonical,
                  canonical_request(request, sorted_query, signed_headers, payload_hash(request)));
        const Scope scope{date, identity.region, identity.service};
        return sign_canonical(derive_signing_key(identity.secret, scope), timestamp, scope,
                              canonical);
    }
};

}  // namespace

Result<std::vector<Header>> sign(const SignedRequest& request, const SigningIdentity& identity,
                                 Time now) {
    const Signing signing{.identity = identity, .timestamp = format_basic(now)};
    std::vector<HeaderView> headers{request.headers.begin(), request.headers.end()};
    std::vector<Header> added = {{"x-amz-date", signing.timestamp}};
    if (!identity.session_token.empty()) {
        added.push_back({"x-amz-security-token", std::string{identity.session_token}});
    }
    for (const auto& header : added) {
        headers.push_back({header.name, header.value});
    }
    SignedRequest whole = request;
    whole.headers = headers;
    const auto signed_headers = names_of(headers);
    LICET_TRY(const auto signature, signing.signature(whole, request.query, signed_headers));
    added.push_back({"authorization",
                     fmt::format("{} Credential={}, SignedHeaders={}, Signature={}", kAlgorithm,
                                 signing.credential(), signed_headers, signature)});
    return added;
}

Result<std::string> presign(const SignedRequest& request, const SigningIdentity& identity, Time now,
                            std::chrono::seconds lifetime) {
    LICET_CHECK(lifetime >= std::chrono::seconds{1} && lifetime <= kMaxPresignedLifetime);
    const Signing signing{.identity = identity, .timestamp = format_basic(now)};
    const auto signed_headers = names_of(request.headers);
    std::string query{request.query};
    const auto add = [&query](std::string_view name, std::string_view value) {
        query.append(query.empty() ? "" : "&").append(name).append("=");
        query += percent_encode(value);
    };
    add("X-Amz-Algorithm", kAlgorithm);
    add("X-Amz-Credential", signing.credential());
    add("X-Amz-Date", signing.timestamp);
    add("X-Amz-Expires", std::to_string(lifetime.count()));
    add("X-Amz-SignedHeaders", signed_headers);
    if (!identity.session_token.empty()) {
        add("X-Amz-Security-Token", identity.session_token);
    }
    LICET_TRY(const auto signature, signing.signature(request, query, signed_headers));
    add("X-Amz-Signature", signature);
    return query;
}

}  // namespace licet::auth
