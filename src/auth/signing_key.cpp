// SPDX-License-Identifier: Apache-2.0
#include "auth/signing_key.h"

#include "auth/canonical.h"
#include "base/encoding.h"

#include <functional>

namespace licet::auth {
namespace {

std::size_t slot_of(std::string_view credential) {
    return std::hash<std::string_view>{}(credential) % SigningKeyCache::kSlots;
}

}  // namespace

Sha256 derive_signing_key(std::string_view secret, const Scope& scope) {
    std::string first = "AWS4";
    first += secret;
    const Sha256 date = hmac_sha256(as_bytes(first), scope.date);
    const Sha256 region = hmac_sha256(date, scope.region);
    const Sha256 service = hmac_sha256(region, scope.service);
    return hmac_sha256(service, kScopeEnd);
}

std::string sign_canonical(const Sha256& key, std::string_view timestamp, const Scope& scope,
                           std::string_view canonical) {
    thread_local std::string text;
    text.clear();
    ((text += kAlgorithm) += '\n') += timestamp;
    ((text += '\n') += scope.date) += '/';
    ((text += scope.region) += '/') += scope.service;
    ((text += '/') += kScopeEnd) += '\n';
    append_hex(text, sha256(canonical));
    return to_hex(hmac_sha256(key, text));
}

const Sha256* SigningKeyCache::find(std::string_view credential, std::string_view secret) const {
    const Entry& entry = entries_[slot_of(credential)];
    const bool same = entry.credential == credential && equal_constant_time(entry.secret, secret);
    return same ? &entry.key : nullptr;
}

void SigningKeyCache::remember(std::string_view credential, std::string_view secret,
                               const Sha256& key) {
    Entry& entry = entries_[slot_of(credential)];
    entry.credential = credential;
    entry.secret = secret;
    entry.key = key;
}

}  // namespace licet::auth
