// SPDX-License-Identifier: Apache-2.0
#include "auth/canonical.h"

#include "base/encoding.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace licet::auth {
namespace {

constexpr auto is_space = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };

/// The other name of the authority, or an empty one.
std::string_view authority_alias(std::string_view name) {
    if (name == "host") {
        return ":authority";
    }
    return name == ":authority" ? "host" : "";
}

/// Appends `name:value,value\n`. @return whether the request has the header.
bool append_header(std::string& out, std::span<const HeaderView> headers, std::string_view name,
                   std::string_view found_as) {
    bool found = false;
    for (const auto& header : headers) {
        if (header.name != found_as) {
            continue;
        }
        if (found) {
            out += ',';
        } else {
            out.append(name).append(1, ':');
        }
        append_canonical_value(out, header.value);
        found = true;
    }
    if (found) {
        out += '\n';
    }
    return found;
}

}  // namespace

std::string canonical_path(std::string_view raw) {
    std::string out;
    append_canonical_path(out, raw);
    return out;
}

void append_canonical_path(std::string& out, std::string_view raw) {
    const auto start = out.size();
    for (auto rest = raw; !rest.empty();) {
        const auto end = rest.find('/');
        const auto segment = rest.substr(0, end);
        if (segment == "..") {
            if (out.size() != start) {
                out.erase(out.rfind('/'));
            }
        } else if (!segment.empty() && segment != ".") {
            append_percent_encoded(out += '/', segment);
        }
        rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    }
    if (out.size() == start || raw.back() == '/') {
        out += '/';
    }
}

Result<std::string> canonical_query(std::string_view raw, std::string_view except) {
    std::vector<std::pair<std::string, std::string>> pairs;
    while (!raw.empty()) {
        const auto end = raw.find('&');
        const auto piece = raw.substr(0, end);
        raw = end == std::string_view::npos ? std::string_view{} : raw.substr(end + 1);
        if (piece.empty()) {
            continue;
        }
        const auto equals = piece.find('=');
        LICET_TRY(const auto name, percent_decode(piece.substr(0, equals), Plus::as_space));
        if (!except.empty() && name == except) {
            continue;
        }
        const auto encoded =
            equals == std::string_view::npos ? std::string_view{} : piece.substr(equals + 1);
        LICET_TRY(const auto value, percent_decode(encoded, Plus::as_space));
        pairs.emplace_back(percent_encode(name), percent_encode(value));
    }
    std::sort(pairs.begin(), pairs.end());

    std::string out;
    for (const auto& [name, value] : pairs) {
        if (!out.empty()) {
            out += '&';
        }
        out.append(name).append(1, '=').append(value);
    }
    return out;
}

void append_canonical_value(std::string& out, std::string_view value) {
    const auto start = out.size();
    auto from = std::find_if_not(value.begin(), value.end(), is_space);
    while (from != value.end()) {
        const auto to = std::find_if(from, value.end(), is_space);
        if (out.size() != start) {
            out += ' ';
        }
        out.append(from, to);
        from = std::find_if_not(to, value.end(), is_space);
    }
}

Result<void> write_canonical_request(std::string& out, const SignedRequest& request,
                                     std::string_view query, std::string_view signed_headers,
                                     std::string_view payload_hash) {
    out.clear();
    (out += request.method) += '\n';
    append_canonical_path(out, request.path);
    ((out += '\n') += query) += '\n';
    std::string_view missing;
    const bool complete = for_each_name(signed_headers, [&](std::string_view name) {
        if (append_header(out, request.headers, name, name)) {
            return true;
        }
        const auto alias = authority_alias(name);
        if (!alias.empty() && append_header(out, request.headers, name, alias)) {
            return true;
        }
        missing = name;
        return false;
    });
    if (!complete) {
        return Error{ErrorKind::not_found,
                     fmt::format("signed header `{}` is not in the request", missing)};
    }
    out.append(1, '\n').append(signed_headers).append(1, '\n').append(payload_hash);
    return {};
}

Result<std::string> canonical_request(const SignedRequest& request, std::string_view query,
                                      std::string_view signed_headers,
                                      std::string_view payload_hash) {
    std::string out;
    LICET_TRY_VOID(write_canonical_request(out, request, query, signed_headers, payload_hash));
    return out;
}

}  // namespace licet::auth
