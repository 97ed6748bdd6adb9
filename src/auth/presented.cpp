// SPDX-License-Identifier: Apache-2.0
#include "auth/presented.h"

#include "auth/canonical.h"
#include "auth/refusal.h"
#include "base/encoding.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace licet::auth {
namespace {

using Found = std::optional<std::string_view>;
using Kept = std::forward_list<std::string>;

Error incomplete(std::string message) {
    return refuse(Refusal::incomplete_signature, std::move(message));
}

std::string_view trim(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// The headers that a signature is read from, each of which may stand once at most.
struct Headers {
    struct Header {
        std::string_view name;
        Found value = {};
        bool doubled = false;

        Result<Found> single() const {
            if (doubled) {
                return incomplete(fmt::format("Header '{}' appears more than once.", name));
            }
            return value;
        }
    };
    Header authorization{"authorization"};
    Header amz_date{"x-amz-date"};
    Header date{"date"};
    Header token{"x-amz-security-token"};
    Header payload_hash{"x-amz-content-sha256"};

    explicit Headers(const SignedRequest& request) {
        for (const auto& header : request.headers) {
            for (auto* const slot : {&authorization, &amz_date, &date, &token, &payload_hash}) {
                if (header.name == slot->name) {
                    slot->doubled = slot->value.has_value();
                    slot->value = trim(header.value);
                    break;
                }
            }
        }
    }
};

/// The query parameters of the presigned form.
struct QueryParameters {
    Found algorithm, credential, date, expires, signed_headers, signature, token, payload_hash;

    Found* slot(std::string_view name) {
        const std::pair<std::string_view, Found*> slots[] = {
            {"X-Amz-Algorithm", &algorithm},
            {"X-Amz-Credential", &credential},
            {"X-Amz-Date", &date},
            {"X-Amz-Expires", &expires},
            {"X-Amz-SignedHeaders", &signed_headers},
            {"X-Amz-Signature", &signature},
            {"X-Amz-Security-Token", &token},
            {"X-Amz-Content-Sha256", &payload_hash},
            {"x-amz-content-sha256", &payload_hash},  // as the JavaScript SDK moves it there
        };
        for (const auto& [known, found] : slots) {
            if (known == name) {
                return found;
            }
        }
        return nullptr;
    }

    bool present() const { return algorithm || credential || signature; }
};

/// @param kept gets what is not the query's own text.
Result<QueryParameters> read_query(std::string_view query, Kept& kept) {
    QueryParameters parameters;
    while (!query.empty()) {
        const auto end = query.find('&');
        const auto piece = query.substr(0, end);
        query = end == std::string_view::npos ? std::string_view{} : query.substr(end + 1);
        const auto equals = piece.find('=');
        const auto name = percent_decode(piece.substr(0, equals), Plus::as_space);
        Found* const slot = name.ok() ? parameters.slot(*name) : nullptr;
        if (slot == nullptr) {
            continue;
        }
        const auto encoded =
            equals == std::string_view::npos ? std::string_view{} : piece.substr(equals + 1);
        auto value = percent_decode(encoded, Plus::as_space);
        if (!value || *slot) {
            return incomplete(fmt::format("Query parameter '{}' is malformed or doubled.", *name));
        }
        *slot = kept.emplace_front(*std::move(value));
    }
    return parameters;
}

template <typename Allowed>
bool all_of(std::string_view text, std::size_t limit, Allowed allowed) {
    return !text.empty() && text.size() <= limit && std::all_of(text.begin(), text.end(), allowed);
}

constexpr auto is_digit = [](char c) { return c >= '0' && c <= '9'; };

constexpr auto is_scope_character = [](char c) {
    return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-';
};

constexpr auto is_key_id_character = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_';
};

Result<void> read_credential(Presented& out, std::string_view text) {
    std::array<std::string_view, 5> parts;
    const bool five = std::count(text.begin(), text.end(), '/') == 4;
    if (five) {
        auto rest = text;
        for (auto& part : parts) {
            const auto slash = rest.find('/');
            part = rest.substr(0, slash);
            rest = slash == std::string_view::npos ? std::string_view{} : rest.substr(slash + 1);
        }
    }
    if (!five || parts[4] != kScopeEnd ||
        !all_of(parts[0], kMaxAccessKeyIdLength, is_key_id_character) || parts[1].size() != 8 ||
        !all_of(parts[1], 8, is_digit) ||
        !all_of(parts[2], kMaxScopePartLength, is_scope_character) ||
        !all_of(parts[3], kMaxScopePartLength, is_scope_character)) {
        return incomplete(
            "Credential must have the form <access-key-id>/<YYYYMMDD>/<region>/<service>/"
            "aws4_request.");
    }
    out.access_key_id = parts[0];
    out.date = parts[1];
    out.region = parts[2];
    out.service = parts[3];
    out.credential = text;
    return {};
}

/// `Sun, 06 Nov 1994 08:49:37 GMT` as `19941106T084937Z`; whatever else as it stands.
std::string_view basic_from_http_date(std::string_view text, Kept& kept) {
    static constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
    const auto zone = text.size() > 26 ? text.substr(26) : std::string_view{};
    if ((zone != "GMT" && zone != "+0000" && zone != "-0000") || text.substr(3, 2) != ", " ||
        text[7] != ' ' || text[11] != ' ' || text[16] != ' ' || text[19] != ':' ||
        text[22] != ':' || text[25] != ' ') {
        return text;
    }
    const auto month = kMonths.find(text.substr(8, 3));
    if (month == std::string_view::npos || month % 3 != 0) {
        return text;
    }
    return kept.emplace_front(fmt::format("{}{:02}{}T{}{}{}Z", text.substr(12, 4), month / 3 + 1,
                                          text.substr(5, 2), text.substr(17, 2), text.substr(20, 2),
                                          text.substr(23, 2)));
}

Result<void> read_timestamp(Presented& out, std::string_view text) {
    const auto time = parse_basic(text);
    if (!time) {
        return incomplete(
            "Date must be in ISO-8601 'basic format', such as 20261123T073814Z, or an HTTP date in "
            "the Date header.");
    }
    out.signed_at = *time;
    out.timestamp = text;
    if (out.timestamp.substr(0, 8) != out.date) {
        return refuse(
            Refusal::wrong_signature,
            fmt::format("Date in Credential scope does not match YYYYMMDD from ISO-8601 version of "
                        "date from HTTP: '{}' != '{}', from '{}'.",
                        out.date, out.timestamp.substr(0, 8), out.timestamp));
    }
    return {};
}

/// Sorted, distinct, not too many, and the host and every x-amz-… header of the request among them.
Result<void> check_signed_headers(const SignedRequest& request, std::string_view list) {
    std::string_view last;
    std::size_t count = 0;
    const bool sorted = for_each_name(list, [&](std::string_view name) {
        const bool follows = name > last && ++count <= kMaxSignedHeaders;
        last = name;
        return follows;
    });
    if (!sorted) {
        return incomplete("SignedHeaders must be lower-case header names, sorted, joined by ';'.");
    }

    const auto is_signed = [&](std::string_view wanted) {
        return !for_each_name(list, [&](std::string_view name) { return name != wanted; });
    };
    if (!is_signed("host") && !is_signed(":authority")) {
        return refuse(Refusal::wrong_signature,
                      "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
    }
    for (const auto& header : request.headers) {
        if (header.name.starts_with("x-amz-") && !is_signed(header.name)) {
            return refuse(Refusal::wrong_signature,
                          fmt::format("'{}' must be a 'SignedHeader' in the AWS Authorization.",
                                      header.name));
        }
    }
    return {};
}

/// The three parameters of the Authorization header, each exactly once and none besides.
struct HeaderParameters {
    Found credential, signed_headers, signature;
};

Result<HeaderParameters> read_authorization(std::string_view text) {
    HeaderParameters parameters;
    while (!text.empty()) {
        const auto end = text.find(',');
        const auto piece = trim(text.substr(0, end));
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
        const auto equals = piece.find('=');
        const auto name = piece.substr(0, equals);
        Found* const slot = name == "Credential"      ? &parameters.credential
                            : name == "SignedHeaders" ? &parameters.signed_headers
                            : name == "Signature"     ? &parameters.signature
                                                      : nullptr;
        if (slot == nullptr || *slot || equals == std::string_view::npos) {
            return incomplete(
                "Authorization header must be Credential=…, SignedHeaders=…, Signature=…, each "
                "exactly once.");
        }
        *slot = piece.substr(equals + 1);
    }
    std::string missing;
    for (const auto& [name, found] : {std::pair{"Credential", &parameters.credential},
                                      std::pair{"SignedHeaders", &parameters.signed_headers},
                                      std::pair{"Signature", &parameters.signature}}) {
        if (!*found || (*found)->empty()) {
            missing += fmt::format("{}Authorization header requires '{}' parameter.",
                                   missing.empty() ? "" : " ", name);
        }
    }
    if (!missing.empty()) {
        return incomplete(std::move(missing));
    }
    return parameters;
}

Result<void> from_header(Presented& out, const Headers& headers, std::string_view authorization) {
    if (!authorization.starts_with(kAlgorithm) || authorization.size() == kAlgorithm.size() ||
        (authorization[kAlgorithm.size()] != ' ' && authorization[kAlgorithm.size()] != '\t')) {
        return incomplete("Authorization header must begin with 'AWS4-HMAC-SHA256'.");
    }
    LICET_TRY(const auto parameters, read_authorization(authorization.substr(kAlgorithm.size())));
    LICET_TRY_VOID(read_credential(out, *parameters.credential));
    out.signed_headers = *parameters.signed_headers;
    out.signature = *parameters.signature;

    LICET_TRY(auto date, headers.amz_date.single());
    if (!date) {
        LICET_TRY(date, headers.date.single());
        if (!date) {
            return incomplete(
                "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' "
                "header.");
        }
        date = basic_from_http_date(*date, out.kept);
    }
    LICET_TRY_VOID(read_timestamp(out, *date));
    LICET_TRY(out.session_token, headers.token.single());
    LICET_TRY(out.payload_hash, headers.payload_hash.single());
    return {};
}

Result<Milliseconds> read_expires(std::string_view text) {
    std::int64_t seconds = 0;
    if (all_of(text, 6, is_digit)) {
        for (const char c : text) {
            seconds = seconds * 10 + (c - '0');
        }
    }
    if (seconds < 1 || seconds > kMaxPresignedLifetime.count()) {
        return incomplete("X-Amz-Expires must be a number of seconds from 1 to 604800.");
    }
    return Milliseconds{std::chrono::seconds{seconds}};
}

Result<void> from_query(Presented& out, const Headers& headers, const QueryParameters& parameters) {
    if (parameters.algorithm != kAlgorithm) {
        return incomplete("X-Amz-Algorithm must be 'AWS4-HMAC-SHA256'.");
    }
    if (!parameters.credential || !parameters.date || !parameters.expires ||
        !parameters.signed_headers || !parameters.signature) {
        return incomplete(
            "AWS query-string parameters must include 'X-Amz-Algorithm', 'X-Amz-Credential', "
            "'X-Amz-Date', 'X-Amz-Expires', 'X-Amz-SignedHeaders' and 'X-Amz-Signature'.");
    }
    out.form = Form::query;
    LICET_TRY_VOID(read_credential(out, *parameters.credential));
    LICET_TRY_VOID(read_timestamp(out, *parameters.date));
    LICET_TRY(out.lifetime, read_expires(*parameters.expires));
    out.signed_headers = *parameters.signed_headers;
    out.signature = *parameters.signature;

    LICET_TRY(out.session_token, headers.token.single());
    LICET_TRY(out.payload_hash, headers.payload_hash.single());
    if ((out.session_token && parameters.token) || (out.payload_hash && parameters.payload_hash)) {
        return incomplete("The request contains a query parameter that duplicates a header value.");
    }
    if (parameters.token) {
        out.session_token = parameters.token;
    }
    if (parameters.payload_hash) {
        out.payload_hash = parameters.payload_hash;
    }
    return {};
}

}  // namespace

Result<Presented> read_presented(const SignedRequest& request) {
    Presented out;
    const Headers headers{request};
    LICET_TRY(const auto authorization, headers.authorization.single());
    LICET_TRY(const auto parameters, read_query(request.query, out.kept));
    if (!authorization && !parameters.present()) {
        return refuse(Refusal::missing_token);
    }
    if (authorization && parameters.present()) {
        return incomplete("The request must be signed in its header or in its query, not in both.");
    }
    LICET_TRY_VOID(authorization ? from_header(out, headers, *authorization)
                                 : from_query(out, headers, parameters));
    LICET_TRY_VOID(check_signed_headers(request, out.signed_headers));
    return out;
}

}  // namespace licet::auth
