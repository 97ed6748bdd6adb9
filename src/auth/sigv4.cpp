// SPDX-License-Identifier: Apache-2.0
#include "auth/sigv4.h"

#include "auth/canonical.h"
#include "auth/presented.h"
#include "auth/refusal.h"
#include "auth/signing_key.h"
#include "base/crypto.h"
#include "base/encoding.h"

#include <fmt/format.h>

#include <memory>
#include <utility>

namespace licet::auth {
namespace {

/// Stands in for the secret of a key we do not know, so that the same work is done.
constexpr std::string_view kDummySecret = "0000000000000000000000000000000000000000";

/// `5 min.`, or seconds where minutes do not say it.
std::string duration_text(Milliseconds duration) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(duration).count();
    return seconds % 60 == 0 ? fmt::format("{} min.", seconds / 60)
                             : fmt::format("{} sec.", seconds);
}

Result<void> check_time(const Presented& presented, Time now, const Settings& settings) {
    const auto skew = settings.clock_skew;
    if (presented.signed_at > now + skew) {
        return refuse(Refusal::expired_signature,
                      fmt::format("Signature not yet current: {} is still later than {} ({} + {})",
                                  presented.timestamp, format_basic(now + skew), format_basic(now),
                                  duration_text(skew)));
    }
    if (presented.form == Form::query) {
        const Time end = presented.signed_at + presented.lifetime;
        if (now > end) {
            return refuse(Refusal::expired_signature,
                          fmt::format("Signature expired: {} is now earlier than {}",
                                      format_basic(end), format_basic(now)));
        }
    } else if (presented.signed_at < now - skew) {
        return refuse(Refusal::expired_signature,
                      fmt::format("Signature expired: {} is now earlier than {} ({} - {})",
                                  presented.timestamp, format_basic(now - skew), format_basic(now),
                                  duration_text(skew)));
    }
    return {};
}

/// The secret to verify with, and the principal it would prove. Refers to a source, or to the
/// session that it keeps.
struct Candidate {
    std::string_view secret;
    const model::Principal* principal;
    std::unique_ptr<const Session> session = {};
};

Error unknown_client() {
    return refuse(Refusal::unknown_client);
}

/// A session made with a user's key is good only while that key is active and still that user's;
/// one of a role only while the role exists.
bool still_valid(const Session& session, const CredentialSource& source) {
    const auto& who = session.principal;
    if (who.kind == model::PrincipalKind::assumed_role) {
        return source.role_exists(who.account, who.role_id);
    }
    const auto parent = source.find_key(session.parent_access_key_id);
    return parent && parent->active && parent->principal.account == who.account &&
           parent->principal.id == who.id;
}

Result<Candidate> find_session(const Presented& presented, const CredentialSource& source,
                               const SessionTokens& tokens, Time now) {
    LICET_TRY(auto opened, tokens.open(*presented.session_token, presented.access_key_id, now));
    if (!still_valid(opened, source)) {
        return unknown_client();
    }
    auto session = std::make_unique<const Session>(std::move(opened));
    return Candidate{session->secret, &session->principal, std::move(session)};
}

Result<Candidate> find_candidate(const Presented& presented, const CredentialSource& source,
                                 const SessionTokens& tokens, Time now) {
    if (presented.session_token) {
        return find_session(presented, source, tokens, now);
    }
    const auto key = source.find_key(presented.access_key_id);
    if (!key || !key->active) {
        return unknown_client();
    }
    return Candidate{key->secret, &key->principal};
}

/// Whether `presented` carries the signature that `secret` gives to `canonical`.
bool verify(const Presented& presented, std::string_view canonical, std::string_view secret) {
    thread_local SigningKeyCache cache;
    const Sha256* const known = cache.find(presented.credential, secret);
    const Sha256 key = known != nullptr ? *known : derive_signing_key(secret, presented.scope());
    const auto expected = sign_canonical(key, presented.timestamp, presented.scope(), canonical);
    const bool same = equal_constant_time(expected, presented.signature);
    if (same && known == nullptr) {
        cache.remember(presented.credential, secret, key);
    }
    return same;
}

/// @param out is overwritten
Result<void> write_canonical(std::string& out, const SignedRequest& request,
                             const Presented& presented, std::string_view payload_hash) {
    const std::string_view except =
        presented.form == Form::query ? "X-Amz-Signature" : std::string_view{};
    const auto query = canonical_query(request.query, except);
    if (!query) {
        return refuse(Refusal::incomplete_signature,
                      "The query string holds a broken percent escape.");
    }
    if (!write_canonical_request(out, request, *query, presented.signed_headers, payload_hash)) {
        return refuse(Refusal::wrong_signature);  // a header was signed but did not arrive
    }
    return {};
}

}  // namespace

Result<Authenticated> authenticate(const SignedRequest& request, const CredentialSource& source,
                                   const SessionTokens& tokens, Time now,
                                   const Settings& settings) {
    LICET_TRY(const auto presented, read_presented(request));
    LICET_TRY_VOID(check_time(presented, now, settings));

    const auto body_hash = to_hex(sha256(request.body));
    const std::string_view declared = presented.payload_hash ? *presented.payload_hash : body_hash;
    thread_local std::string canonical;  // no larger than a head may be
    LICET_TRY_VOID(write_canonical(canonical, request, presented, declared));

    auto candidate = find_candidate(presented, source, tokens, now);
    const bool same = verify(presented, canonical, candidate ? candidate->secret : kDummySecret);
    if (!candidate) {
        return std::move(candidate).error();
    }
    if (!same) {
        return refuse(Refusal::wrong_signature);
    }
    if (declared != body_hash && declared != kUnsignedPayload) {
        return refuse(
            Refusal::wrong_signature,
            "The provided 'x-amz-content-sha256' header does not match what was computed.");
    }
    return Authenticated{*candidate->principal, std::string{presented.region},
                         std::string{presented.service}};
}

}  // namespace licet::auth
