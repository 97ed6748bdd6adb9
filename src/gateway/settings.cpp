// SPDX-License-Identifier: Apache-2.0
#include "gateway/settings.h"

#include "base/yaml/yaml_reader.h"
#include "gateway/upstream_key.h"
#include "net/tls.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace licet::gateway {
namespace {

constexpr std::array<std::string_view, 4> kKinds{"echo", "openai", "anthropic",
                                                 "bedrock"};  // in the order of the enum
constexpr std::size_t kRegionBytesMax = 40;
constexpr std::int64_t kConnectSecondsMax = 60;
constexpr std::int64_t kTimeoutSecondsMax = 3600;
constexpr std::int64_t kClassifierSecondsMax = 120;
constexpr std::int64_t kClassifierCharactersMin = 1'000;
constexpr std::int64_t kClassifierCharactersMax = 200'000;

/// Part of a host's name, and of a signature.
Result<void> read_region(yaml::Map& map, Upstream& upstream) {
    LICET_TRY(const auto value, map.required("region"));
    LICET_TRY(upstream.region, value.text());
    const bool fits = std::all_of(upstream.region.begin(), upstream.region.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
    return fits && !upstream.region.empty() && upstream.region.size() <= kRegionBytesMax
               ? Result<void>{}
               : value.error("must be the name of a region of AWS, such as `us-east-1`");
}

/// AWS's own for bedrock, where none is given.
Result<net::Endpoint> read_endpoint(yaml::Map& map, const Upstream& upstream) {
    const auto given = map.optional("base_url");
    std::string url;
    if (given) {
        LICET_TRY(url, given->text());
    } else if (upstream.kind == Upstream::Kind::bedrock) {
        url = fmt::format("https://bedrock-runtime.{}.amazonaws.com", upstream.region);
    } else {
        return map.required("base_url").error();
    }
    auto endpoint = net::Endpoint::parse(url);
    if (!endpoint.ok()) {
        return given ? given->error(endpoint.error().message) : map.error(endpoint.error().message);
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

/// Which of OpenAI's APIs the server has.
Result<void> read_apis(yaml::Map& map, Upstream& upstream) {
    static constexpr std::array<std::string_view, 2> kApis{"chat", "responses"};
    const auto value = map.optional("apis");
    if (!value) {
        return {};
    }
    LICET_TRY(const auto items, value->list());
    bool has_chat = false;
    for (const auto& item : items) {
        LICET_TRY(const auto api, item.choice(kApis));
        (api == 0 ? has_chat : upstream.has_responses) = true;
    }
    return has_chat ? Result<void>{}
                    : value->error("must have `chat`: clients of other APIs are answered by it");
}

/// What newer models of OpenAI's own refuse, many other servers know alone.
Result<void> read_limit_member(yaml::Map& map, Upstream& upstream) {
    static constexpr std::array<std::string_view, 2> kNames{"max_tokens", "max_completion_tokens"};
    std::size_t name = upstream.endpoint.host == "api.openai.com" ? 1 : 0;
    if (const auto value = map.optional("limit_member")) {
        LICET_TRY(name, value->choice(kNames));
    }
    upstream.limit_member = kNames[name];
    return {};
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
        if (upstream.kind == Upstream::Kind::bedrock) {
            LICET_TRY_VOID(read_region(map, upstream));
        }
        if (upstream.kind == Upstream::Kind::openai) {
            LICET_TRY_VOID(read_apis(map, upstream));
        }
        LICET_TRY(upstream.endpoint, read_endpoint(map, upstream));
        if (upstream.kind == Upstream::Kind::openai) {
            LICET_TRY_VOID(read_limit_member(map, upstream));
        }
        LICET_TRY_VOID(read_upstream_key(map, upstream));
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

Result<Classifier> read_classifier(const yaml::Value& value,
                                   const std::vector<Upstream>& upstreams) {
    Classifier classifier;
    LICET_TRY(auto map, value.map());
    LICET_TRY(const auto upstream, map.required("upstream"));
    LICET_TRY(const auto name, upstream.text());
    classifier.upstream = find_upstream(upstreams, name);
    if (classifier.upstream == upstreams.size()) {
        return upstream.error(fmt::format("there is no upstream `{}`", name));
    }
    if (upstreams[classifier.upstream].kind != Upstream::Kind::openai) {
        return upstream.error("must be an upstream of kind `openai`");
    }
    LICET_TRY(const auto model, map.required("model"));
    LICET_TRY(classifier.model, model.text());
    LICET_TRY_VOID(read_seconds(map, "timeout_seconds", kClassifierSecondsMax, classifier.timeout));
    if (const auto most = map.optional("characters_per_question")) {
        LICET_TRY(const auto characters,
                  most->integer(kClassifierCharactersMin, kClassifierCharactersMax));
        classifier.characters = static_cast<std::size_t>(characters);
    }
    LICET_TRY_VOID(map.finish());
    return classifier;
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
    const auto classifier = root.optional("classifier");
    if (!upstreams && !routes && !classifier) {
        return default_settings();
    }
    if (!upstreams) {
        return routes ? routes->error("`routes` needs `upstreams`")
                      : classifier->error("`classifier` needs `upstreams`");
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
    if (classifier) {
        LICET_TRY(settings.classifier, read_classifier(*classifier, settings.upstreams));
    }
    settings.health = std::make_shared<Health>(settings.upstreams.size());
    return settings;
}

}  // namespace licet::gateway
