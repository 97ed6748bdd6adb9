// SPDX-License-Identifier: Apache-2.0
#include "server/probes.h"

#include "base/crypto.h"

#include <utility>

namespace licet::server {
namespace {

constexpr std::string_view kBearer = "Bearer ";

net::Response plain(int status, std::string body) {
    net::Response response{.status = status, .body = std::move(body)};
    response.headers.push_back({"content-type", "text/plain; charset=utf-8"});
    return response;
}

/// What came through a proxy is somebody else's, wherever the proxy runs.
bool is_local(const net::Request& request) {
    const std::string_view peer = request.peer();
    const std::string_view host = request.header("host").value_or("localhost");  // as it was named
    return (peer.starts_with("127.") || peer == "::1" || peer.starts_with("::ffff:127.")) &&
           (host.starts_with("127.") || host.starts_with("localhost") ||
            host.starts_with("[::1]")) &&
           !request.header("x-forwarded-for") && !request.header("forwarded");
}

}  // namespace

Probes::Probes(obs::Metrics& metrics, std::string token)
    : metrics_{metrics},
      revision_{metrics.gauges({"licet_revision", "Of the state that decides."}).at({})},
      token_{std::move(token)} {}

std::optional<net::Response> Probes::answer(const net::Request& request,
                                            const decision::Index* index) const {
    if (request.method() != "GET") {
        return std::nullopt;
    }
    if (request.path() == "/healthz") {
        return plain(200, "ok\n");
    }
    if (request.path() == "/readyz") {
        return index == nullptr ? plain(503, "there is no state to decide by yet\n")
                                : plain(200, "ready\n");
    }
    if (request.path() != "/metrics") {
        return std::nullopt;
    }
    if (!may_read_metrics(request)) {
        return token_.empty()
                   ? plain(403,
                           "metrics are for this machine; to read them from elsewhere, set "
                           "`metrics.token_file`\n")
                   : plain(401, "metrics need the token of `metrics.token_file`\n");
    }
    if (index != nullptr) {
        revision_.set(static_cast<std::int64_t>(index->revision()));
    }
    net::Response response{.status = 200, .body = metrics_.expose()};
    response.headers.push_back({"content-type", std::string{obs::Metrics::kContentType}});
    return response;
}

bool Probes::may_read_metrics(const net::Request& request) const {
    if (token_.empty()) {
        return is_local(request);
    }
    const std::string_view given = request.header("authorization").value_or("");
    return given.starts_with(kBearer) && equal_constant_time(given.substr(kBearer.size()), token_);
}

}  // namespace licet::server
