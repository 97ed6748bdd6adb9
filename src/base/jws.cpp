// SPDX-License-Identifier: Apache-2.0
#include "base/jws.h"

#include "base/describe/describe.h"
#include "base/describe/json.h"
#include "base/encoding.h"
#include "base/json_writer.h"

namespace licet::jws {
namespace {

/// What a header of ours may hold. Anything else would have to be understood, so it is refused.
struct Header {
    std::string alg;
    std::optional<std::string> typ;
    std::string kid;
};
BOOST_DESCRIBE_STRUCT(Header, (), (alg, typ, kid))

constexpr describe::JsonFormat kHeaderFormat{describe::TimeFormat::epoch_seconds,
                                             describe::UnknownMembers::refuse, true};

Error malformed(std::string_view why) {
    return {ErrorKind::invalid, std::string{why}};
}

std::string write_header(std::string_view key_id) {
    std::string header;
    JsonWriter json{header};
    json.begin_object().member("alg", "PS384").member("typ", "JWT").member("kid", key_id);
    json.end_object();
    return header;
}

/// Without padding.
std::size_t base64url_size(std::size_t bytes) {
    return (bytes * 8 + 5) / 6;
}

Result<std::string> read_key_id(std::string_view json) {
    Header header;
    if (!describe::read_json(describe::type_of<Header>(), &header, kHeaderFormat, json).ok()) {
        return malformed("the token's header is not one of a JWT signed by PS384");
    }
    if (header.alg != "PS384" || header.typ.value_or("JWT") != "JWT") {
        return malformed("the token is not a JWT signed by PS384");
    }
    if (header.kid.empty() || header.kid.size() > kKeyIdMax) {
        return malformed("the token's header names no key");
    }
    return std::move(header.kid);
}

}  // namespace

std::string sign(const RsaKey& key, std::string_view key_id, std::string_view payload) {
    const std::string header = write_header(key_id);
    std::string token = to_base64url(as_bytes(header)) + "." + to_base64url(as_bytes(payload));
    const std::string signature = key.sign_ps384(token);
    return token + "." + to_base64url(as_bytes(signature));
}

std::size_t signed_size(std::string_view key_id, std::string_view payload) {
    constexpr std::size_t kSignatureBytes = kRsaBits / 8;
    constexpr std::size_t kDots = 2;
    return base64url_size(write_header(key_id).size()) + base64url_size(payload.size()) +
           base64url_size(kSignatureBytes) + kDots;
}

Result<Parsed> parse(std::string_view token) {
    if (token.size() > kTokenMax) {
        return malformed("the token is too long");
    }
    const auto first = token.find('.');
    const auto second = first == token.npos ? token.npos : token.find('.', first + 1);
    if (second == token.npos || token.find('.', second + 1) != token.npos) {
        return malformed("the token does not have three parts");
    }
    const auto header = from_base64url(token.substr(0, first));
    auto payload = from_base64url(token.substr(first + 1, second - first - 1));
    auto signature = from_base64url(token.substr(second + 1));
    if (!header.ok() || !payload.ok() || !signature.ok()) {
        return malformed("a part of the token is not base64url");
    }
    LICET_TRY(auto key_id, read_key_id(*header));
    return Parsed{.key_id = std::move(key_id),
                  .payload = *std::move(payload),
                  .signing_input = std::string{token.substr(0, second)},
                  .signature = *std::move(signature)};
}

Result<void> verify(const Parsed& token, const RsaPublicKey& key) {
    return verify_ps384(key, token.signing_input, token.signature);
}

}  // namespace licet::jws
