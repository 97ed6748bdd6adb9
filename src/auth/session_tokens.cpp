// SPDX-License-Identifier: Apache-2.0
#include "auth/session_tokens.h"

#include "auth/refusal.h"
#include "base/check.h"
#include "base/encoding.h"

#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <optional>

// A token is base64 of the sealed bytes of: version (1), kind (1), account (8), expiry and issue in
// milliseconds since 1970 (8 each), all big-endian, then seven texts, each preceded by its length
// (2). The access key id is not inside: it is the context of the seal, so that a token opens for
// its own key only.

namespace licet::auth {
namespace {

constexpr std::uint8_t kVersion = 3;
constexpr std::uint8_t kTokenBearer = 3;  // the kind of an assumed role's session for a token
constexpr std::size_t kAccessKeyTail = 16;
constexpr std::size_t kSecretLength = 40;
constexpr std::string_view kSecretAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void put_number(std::string& out, std::uint64_t value, int bytes) {
    for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
        out += static_cast<char>((value >> shift) & 0xff);
    }
}

void put_text(std::string& out, std::string_view text) {
    put_number(out, text.size(), 2);
    out += text;
}

/// Takes numbers and texts off the front; once something is missing, everything after is too.
class Reader {
public:
    explicit Reader(std::string_view bytes) : rest_{bytes} {}

    std::uint64_t number(std::size_t bytes) {
        std::uint64_t value = 0;
        for (const char c : take(bytes)) {
            value = (value << 8) | static_cast<std::uint8_t>(c);
        }
        return value;
    }

    std::string text() { return std::string{take(number(2))}; }

    bool finished() const { return ok_ && rest_.empty(); }

private:
    std::string_view take(std::size_t bytes) {
        ok_ = ok_ && bytes <= rest_.size();
        if (!ok_) {
            return {};
        }
        const auto front = rest_.substr(0, bytes);
        rest_.remove_prefix(bytes);
        return front;
    }

    std::string_view rest_;
    bool ok_ = true;
};

std::optional<std::uint8_t> code_of(const model::Principal& who) {
    switch (who.kind) {
        case model::PrincipalKind::root:
            return 0;
        case model::PrincipalKind::user:
            return 1;
        case model::PrincipalKind::assumed_role:
            return who.token_bearer ? kTokenBearer : 2;
        case model::PrincipalKind::service:
        case model::PrincipalKind::web_identity:
            return std::nullopt;
    }
    return std::nullopt;
}

std::optional<model::PrincipalKind> kind_of(std::uint64_t code) {
    constexpr std::array kKinds = {model::PrincipalKind::root, model::PrincipalKind::user,
                                   model::PrincipalKind::assumed_role,
                                   model::PrincipalKind::assumed_role};
    return code < kKinds.size() ? std::optional{kKinds[code]} : std::nullopt;
}

std::optional<Session> decode(std::string_view bytes) {
    Reader reader{bytes};
    const auto version = reader.number(1);
    const auto code = reader.number(1);
    const auto kind = kind_of(code);
    Session session;
    session.principal.account = AccountId{reader.number(8)};
    const auto expires_at_ms = static_cast<std::int64_t>(reader.number(8));
    const auto issued_at_ms = static_cast<std::int64_t>(reader.number(8));
    session.principal.arn = reader.text();
    session.principal.id = reader.text();
    session.principal.name = reader.text();
    session.principal.role_id = reader.text();
    session.principal.source_identity = reader.text();
    session.parent_access_key_id = reader.text();
    session.secret = reader.text();
    if (!reader.finished() || version != kVersion || !kind || !session.principal.account ||
        session.principal.account.number >= kAccountNumbers ||
        session.secret.size() != kSecretLength) {
        return std::nullopt;
    }
    session.principal.kind = *kind;
    session.principal.token_bearer = code == kTokenBearer;
    session.principal.session_expires_at = from_epoch_ms(expires_at_ms);
    session.principal.session_issued_at = from_epoch_ms(issued_at_ms);
    return session;
}

}  // namespace

Result<SessionCredentials> SessionTokens::issue(const model::Principal& who,
                                                std::string_view parent_access_key_id,
                                                Time expires_at, Random& random) const {
    const auto kind = code_of(who);
    LICET_CHECK(kind && who.account && who.session_issued_at);
    for (const std::string_view text :
         {std::string_view{who.arn}, std::string_view{who.id}, std::string_view{who.name},
          std::string_view{who.role_id}, std::string_view{who.source_identity},
          parent_access_key_id}) {
        if (text.size() > kMaxTextLength) {
            return Error{ErrorKind::invalid,
                         fmt::format("a session's texts are limited to {} bytes", kMaxTextLength)};
        }
    }
    SessionCredentials out{
        .access_key_id = std::string{kAccessKeyPrefix} + random.text(kBase32Digits, kAccessKeyTail),
        .secret = random.text(kSecretAlphabet, kSecretLength),
        .session_token = {},
        .expires_at = expires_at};

    std::string bytes;
    put_number(bytes, kVersion, 1);
    put_number(bytes, *kind, 1);
    put_number(bytes, who.account.number, 8);
    put_number(bytes, static_cast<std::uint64_t>(to_epoch_ms(expires_at)), 8);
    put_number(bytes, static_cast<std::uint64_t>(to_epoch_ms(*who.session_issued_at)), 8);
    put_text(bytes, who.arn);
    put_text(bytes, who.id);
    put_text(bytes, who.name);
    put_text(bytes, who.role_id);
    put_text(bytes, who.source_identity);
    put_text(bytes, parent_access_key_id);
    put_text(bytes, out.secret);
    out.session_token = to_base64(as_bytes(key_.seal(bytes, out.access_key_id, random)));
    return out;
}

Result<Session> SessionTokens::open(std::string_view token, std::string_view access_key_id,
                                    Time now) const {
    if (token.size() > kMaxTokenLength) {
        return refuse(Refusal::unknown_client);
    }
    const auto sealed = from_base64(token);
    if (!sealed) {
        return refuse(Refusal::unknown_client);
    }
    const auto bytes = key_.open(*sealed, access_key_id);
    if (!bytes) {
        return refuse(Refusal::unknown_client);
    }
    auto session = decode(*bytes);
    if (!session) {
        return refuse(Refusal::unknown_client);
    }
    if (now >= *session->principal.session_expires_at) {
        return refuse(Refusal::expired_token);
    }
    session->principal.access_key_id = access_key_id;
    return *std::move(session);
}

}  // namespace licet::auth
