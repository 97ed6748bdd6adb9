// SPDX-License-Identifier: Apache-2.0
#include "net/endpoint.h"

#include "net/http1_head.h"
#include "net/socket.h"

#include <charconv>

namespace licet::net {
namespace {

constexpr std::uint16_t kHttpPort = 80;
constexpr std::uint16_t kHttpsPort = 443;

Error malformed(std::string_view url, std::string_view why) {
    return {ErrorKind::invalid,
            "`" + std::string{url} + "` is not an endpoint: " + std::string{why}};
}

bool is_host_name(std::string_view text) {
    return !text.empty() && text.find_first_not_of(
                                "abcdefghijklmnopqrstuvwxyz"
                                "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "0123456789-._") == std::string_view::npos;
}

bool read_port(std::string_view text, std::uint16_t& port) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    return error == std::errc{} && end == text.data() + text.size() && port != 0;
}

}  // namespace

Result<Endpoint> Endpoint::parse(std::string_view url) {
    Endpoint out;
    std::string_view rest = url;
    if (rest.starts_with("http://")) {
        rest.remove_prefix(7);
    } else if (rest.starts_with("https://")) {
        rest.remove_prefix(8);
        out.tls = true;
    } else {
        return malformed(url, "it must start with http:// or https://");
    }
    out.port = out.tls ? kHttpsPort : kHttpPort;

    const std::size_t slash = std::min(rest.find('/'), rest.size());
    std::string_view authority = rest.substr(0, slash);
    std::string_view path = rest.substr(slash);
    while (path.ends_with('/')) {
        path.remove_suffix(1);
    }
    if (!path.empty() && (!is_valid_target("GET", path) || path.find('?') != path.npos)) {
        return malformed(url, "its path is malformed");
    }
    out.base_path = path;

    if (authority.starts_with('[')) {
        const std::size_t end = authority.find(']');
        if (end == std::string_view::npos) {
            return malformed(url, "a bracket is not closed");
        }
        out.host = authority.substr(1, end - 1);
        authority.remove_prefix(end + 1);
        if (out.host.find(':') == std::string::npos || !SocketAddress::parse(out.host, 0).ok()) {
            return malformed(url, "what is in brackets is not an IPv6 address");
        }
    } else {
        const std::size_t colon = std::min(authority.find(':'), authority.size());
        out.host = authority.substr(0, colon);
        authority.remove_prefix(colon);
        if (!is_host_name(out.host)) {
            return malformed(url, "its host is malformed");
        }
    }
    if (!authority.empty() &&
        (authority.front() != ':' || !read_port(authority.substr(1), out.port))) {
        return malformed(url, "its port is malformed");
    }
    return out;
}

std::string Endpoint::authority() const {
    std::string out = host.find(':') == std::string::npos ? host : "[" + host + "]";
    if (port != (tls ? kHttpsPort : kHttpPort)) {
        out += ":" + std::to_string(port);
    }
    return out;
}

}  // namespace licet::net
