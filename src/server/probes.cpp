// SPDX-License-Identifier: Apache-2.0
#include "server/probes.h"

#include "base/crypto.h"
#include "base/json_writer.h"

#include <algorithm>
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

Probes::Probes(obs::Metrics& metrics, Vitals& vitals, std::string token)
    : metrics_{metrics},
      vitals_{vitals},
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
        return readiness(index);
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
    vitals_.measure();
    net::Response response{.status = 200, .body = metrics_.expose()};
    response.headers.push_back({"content-type", obs::Metrics::kContentType});
    return response;
}

/// Names of parts and nothing more: whoever comes may read it.
net::Response Probes::readiness(const decision::Index* index) const {
    auto parts = vitals_.parts();
    parts.push_back({"state", index == nullptr});
    const bool ready =
        std::none_of(parts.begin(), parts.end(), [](const auto& part) { return part.fails; });
    net::Response response{.status = ready ? 200 : 503};
    JsonWriter json{response.body};
    json.begin_object()
        .member("status", ready ? "ready" : "not ready")
        .key("failing")
        .begin_array();
    for (const auto& part : parts) {
        if (part.fails) {
            json.string(part.name);
        }
    }
    json.end_array().end_object();
    response.headers.push_back({"content-type", "application/json"});
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
