// SPDX-License-Identifier: Apache-2.0
#include "gateway/settings.h"

#include "base/file.h"
#include "base/yaml/yaml_reader.h"
#include "net/tls.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdlib>

namespace licet::gateway {
namespace {

constexpr std::array<std::string_view, 3> kKinds{"echo", "openai",
                                                 "anthropic"};  // in the order of the enum
constexpr std::size_t kKeyFileBytesMax = 2 * kKeyBytesMax;  // so that one too long is told apart
constexpr std::int64_t kConnectSecondsMax = 60;
constexpr std::int64_t kTimeoutSecondsMax = 3600;

/// Whether every byte may stand in a header.
bool is_printable(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

Result<std::string> read_key_file(const std::string& path) {
    LICET_TRY(auto key, read_secret_file(path, kKeyFileBytesMax));
    while (key.ends_with('\n') || key.ends_with('\r')) {
        key.pop_back();
    }
    return key;
}

Result<std::string> read_key_variable(const std::string& name) {
    const char* const value = std::getenv(name.c_str());
    if (value == nullptr) {
        return Error{ErrorKind::invalid, fmt::format("environment variable `{}` is not set", name)};
    }
    return std::string{value};
}

Result<std::string> read_key(yaml::Map& map) {
    const auto variable = map.optional("key_env");
    const auto file = map.optional("key_file");
    if (!variable && !file) {
        return std::string{};
    }
    if (variable && file) {
        return file->error("give `key_env` or `key_file`, not both");
    }
    const auto& source = variable ? *variable : *file;
    LICET_TRY(const auto place, source.text());
    auto key = variable ? read_key_variable(place) : read_key_file(place);
    if (!key.ok()) {
        return source.error(key.error().message);
    }
    if (key->empty() || key->size() > kKeyBytesMax || !is_printable(*key)) {
        return source.error(
            fmt::format("`{}` does not hold a key: 1 to {} printable characters without blanks",
                        place, kKeyBytesMax));
    }
    return key;
}

Result<net::Endpoint> read_endpoint(yaml::Map& map) {
    LICET_TRY(const auto value, map.required("base_url"));
    LICET_TRY(const auto url, value.text());
    auto endpoint = net::Endpoint::parse(url);
    if (!endpoint.ok()) {
        return value.error(endpoint.error().message);
    }
    if (const auto file = map.optional("ca_file")) {
        LICET_TRY(const auto path, file->text());
        auto trust = net::TlsClient::make(path);
        if (!trust.ok()) {
            return file->error(trust.error().message);
        }
        endpoint->trust = *std::move(trust);
    }
    return endpoint;
}

Result<void> read_seconds(yaml::Map& map, std::string_view key, std::int64_t max,
                          Milliseconds& out) {
    if (const auto value = map.optional(key)) {
        LICET_TRY(const auto seconds, value->integer(1, max));
        out = std::chrono::seconds{seconds};
    }
    return {};
}

Result<void> read_models(yaml::Map& map, Upstream& upstream) {
    const auto value = map.optional("models");
    if (!value) {
        return {};
    }
    LICET_TRY(auto models, value->map());
    for (const auto& [id, name] : models.all()) {
        LICET_TRY(upstream.models[std::string{id}], name.text());
    }
    return models.finish();
}

Result<Upstream> read_upstream(const yaml::Value& value) {
    Upstream upstream;
    LICET_TRY(auto map, value.map());
    LICET_TRY(const auto name, map.required("name"));
    LICET_TRY(upstream.name, name.text());
    LICET_TRY(const auto kind, map.required("kind"));
    LICET_TRY(const auto choice, kind.choice(kKinds));
    upstream.kind = static_cast<Upstream::Kind>(choice);
    if (upstream.kind != Upstream::Kind::echo) {
        LICET_TRY(upstream.endpoint, read_endpoint(map));
        LICET_TRY(upstream.key, read_key(map));
        LICET_TRY_VOID(read_models(map, upstream));
        LICET_TRY_VOID(read_seconds(map, "connect_timeout_seconds", kConnectSecondsMax,
                                    upstream.timeouts.connect));
        LICET_TRY_VOID(read_seconds(map, "first_byte_timeout_seconds", kTimeoutSecondsMax,
                                    upstream.timeouts.first_byte));
        LICET_TRY_VOID(
            read_seconds(map, "idle_timeout_seconds", kTimeoutSecondsMax, upstream.timeouts.idle));
        LICET_TRY_VOID(
            read_seconds(map, "timeout_seconds", kTimeoutSecondsMax, upstream.timeouts.total));
    }
    LICET_TRY_VOID(map.finish());
    return upstream;
}

/// The position of the upstream of that name, or upstreams.size().
std::size_t find_upstream(const std::vector<Upstream>& upstreams, std::string_view name) {
    const auto found = std::find_if(upstreams.begin(), upstreams.end(),
                                    [&](const Upstream& u) { return u.name == name; });
    return static_cast<std::size_t>(found - upstreams.begin());
}

Result<void> read_upstreams(const yaml::Value& value, std::vector<Upstream>& upstreams) {
    LICET_TRY(const auto items, value.list());
    if (items.empty() || items.size() > kUpstreamsMax) {
        return value.error(fmt::format("must name 1 to {} upstreams", kUpstreamsMax));
    }
    for (const auto& item : items) {
        LICET_TRY(auto upstream, read_upstream(item));
        if (find_upstream(upstreams, upstream.name) != upstreams.size()) {
            return item.error(fmt::format("there is another upstream `{}`", upstream.name));
        }
        upstreams.push_back(std::move(upstream));
    }
    return {};
}

}  // namespace

const Route* Settings::route_of(std::string_view model_id) const {
    const auto found = std::find_if(routes.begin(), routes.end(),
                                    [&](const Route& route) { return route.matches(model_id); });
    return found == routes.end() ? nullptr : &*found;
}

Settings default_settings() {
    return {.upstreams = {{.name = "echo", .kind = Upstream::Kind::echo}},
            .routes = {{.pattern = "*", .targets = {{.upstream = 0}}}}};
}

Result<Settings> read_settings(yaml::Map& root) {
    const auto upstreams = root.optional("upstreams");
    const auto routes = root.optional("routes");
    if (!upstreams && !routes) {
        return default_settings();
    }
    if (!upstreams) {
        return routes->error("`routes` needs `upstreams`");
    }
    Settings settings;
    LICET_TRY_VOID(read_upstreams(*upstreams, settings.upstreams));
    if (routes) {
        const auto find = [&](std::string_view name) -> std::optional<std::size_t> {
            const auto found = find_upstream(settings.upstreams, name);
            return found == settings.upstreams.size() ? std::nullopt : std::optional{found};
        };
        LICET_TRY(settings.routes, read_routes(*routes, find));
    } else if (settings.upstreams.size() == 1) {
        settings.routes.push_back({.pattern = "*", .targets = {{.upstream = 0}}});
    } else {
        return upstreams->error("with more than one upstream, `routes` must say what goes where");
    }
    settings.health = std::make_shared<Health>(settings.upstreams.size());
    return settings;
}

}  // namespace licet::gateway
