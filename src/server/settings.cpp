// SPDX-License-Identifier: Apache-2.0
#include "server/settings.h"

#include "base/file.h"
#include "base/yaml/yaml_reader.h"
#include "meter/tags.h"
#include "net/tls.h"
#include "policy/letters.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace licet::server {
namespace {

constexpr std::int64_t kSkewSecondsMax = 24 * 3600;
constexpr std::int64_t kShutdownSecondsMax = 3600;
constexpr std::int64_t kLoopsMax = 256;
constexpr std::int64_t kRetentionDaysMax = 3650;
constexpr std::size_t kTokenBytesMax = 4096;
constexpr std::int64_t kBusyPollMaxUs = 1'000;
constexpr std::int64_t kSnapshotEveryMax = 1'000'000'000;

constexpr std::array<std::string_view, 4> kLevels{"debug", "info", "warn", "error"};
constexpr std::array<std::string_view, 2> kFormats{"text", "json"};
constexpr std::array<std::string_view, 2> kDurabilities{"relaxed", "strict"};

Result<void> read_listen(yaml::Map& root, net::ServerOptions& listen) {
    if (const auto value = root.optional("listen")) {
        LICET_TRY(const auto text, value->text());
        if (const auto parsed = parse_listen(text, listen); !parsed.ok()) {
            return value->error(parsed.error().message);
        }
    }
    if (const auto value = root.optional("threads")) {
        LICET_TRY(const auto threads, value->integer(1, kLoopsMax));
        listen.loops = static_cast<unsigned>(threads);
    }
    if (const auto value = root.optional("busy_poll_microseconds")) {
        LICET_TRY(const auto microseconds, value->integer(0, kBusyPollMaxUs));
        listen.busy_poll = std::chrono::microseconds{microseconds};
    }
    return {};
}

Result<void> read_tls(yaml::Map& root, net::ServerOptions& listen) {
    const auto section = root.optional("tls");
    if (!section) {
        return {};
    }
    LICET_TRY(auto map, section->map());
    LICET_TRY(const auto certificate_value, map.required("certificate_file"));
    LICET_TRY(const auto certificate, certificate_value.text());
    LICET_TRY(const auto key_value, map.required("key_file"));
    LICET_TRY(const auto key, key_value.text());
    auto identity = net::TlsIdentity::load(certificate, key);
    if (!identity.ok()) {
        return section->error(identity.error().message);
    }
    listen.tls = *std::move(identity);
    return map.finish();
}

Result<void> read_journal(yaml::Map& root, journal::Options& journal) {
    const auto section = root.optional("journal");
    if (!section) {
        return {};
    }
    LICET_TRY(auto map, section->map());
    if (const auto value = map.optional("durability")) {
        LICET_TRY(const auto choice, value->choice(kDurabilities));
        journal.durability =
            choice == 0 ? journal::Durability::relaxed : journal::Durability::strict;
    }
    if (const auto value = map.optional("retention_days")) {
        LICET_TRY(const auto days, value->integer(1, kRetentionDaysMax));
        journal.limits.retention_age = std::chrono::hours{24 * days};
    }
    return map.finish();
}

Result<void> read_token(const yaml::Value& value, std::string& token) {
    LICET_TRY(const auto path, value.text());
    auto read = read_secret_file(path, kTokenBytesMax);
    if (!read.ok()) {
        return value.error(read.error().message);
    }
    token = *std::move(read);
    if (!token.empty() && token.back() == '\n') {
        token.pop_back();
    }
    const bool sound = !token.empty() && std::all_of(token.begin(), token.end(),
                                                     [](char c) { return c > ' ' && c < 0x7f; });
    if (!sound) {
        return value.error("a token is printable characters without blanks");
    }
    return {};
}

Result<void> read_metrics(yaml::Map& root, std::string& token) {
    const auto section = root.optional("metrics");
    if (!section) {
        return {};
    }
    LICET_TRY(auto map, section->map());
    LICET_TRY(const auto value, map.required("token_file"));
    LICET_TRY_VOID(read_token(value, token));
    return map.finish();
}

/// Keys of tags are the same whatever the case of their letters.
Result<void> read_usage(yaml::Map& root, std::vector<std::string>& tags) {
    const auto section = root.optional("usage");
    if (!section) {
        return {};
    }
    LICET_TRY(auto map, section->map());
    LICET_TRY(const auto value, map.required("tags"));
    LICET_TRY(tags, value.texts());
    if (tags.size() > meter::kTagKeysMax) {
        return value.error(fmt::format("must name at most {} tags", meter::kTagKeysMax));
    }
    for (auto tag = tags.begin(); tag != tags.end(); ++tag) {
        if (!meter::is_tag_key(*tag)) {
            return value.error(
                fmt::format("the key of a tag is 1 to {} bytes long and has no "
                            "control characters",
                            meter::kTagKeyBytesMax));
        }
        if (std::any_of(tags.begin(), tag,
                        [&](const auto& one) { return policy::equal_letters(one, *tag); })) {
            return value.error(fmt::format("names `{}` twice", *tag));
        }
    }
    return map.finish();
}

/// A share of 1, such as `0.01`, in millionths.
Result<std::int64_t> read_ratio(const yaml::Value& value) {
    LICET_TRY(const auto text, value.text());
    double ratio = -1;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), ratio);
    if (fault != std::errc{} || end != text.data() + text.size() || !(ratio >= 0 && ratio <= 1)) {
        return value.error("a ratio is a number from 0 to 1");
    }
    return std::llround(ratio * static_cast<double>(gateway::TraceSettings::kMillion));
}

Result<void> read_traces(yaml::Map& root, std::optional<gateway::TraceSettings>& out) {
    const auto section = root.optional("traces");
    if (!section) {
        return {};
    }
    LICET_TRY(auto map, section->map());
    LICET_TRY(const auto url_value, map.required("endpoint"));
    LICET_TRY(const auto url, url_value.text());
    auto collector = net::Endpoint::parse(url);
    if (!collector.ok()) {
        return url_value.error(collector.error().message);
    }
    auto& traces = out.emplace(
        gateway::TraceSettings{.url = std::string{url}, .collector = *std::move(collector)});
    if (const auto file = map.optional("ca_file")) {
        LICET_TRY(traces.ca_file, file->text());
        auto trust = net::TlsClient::make(traces.ca_file);
        if (!trust.ok()) {
            return file->error(trust.error().message);
        }
        traces.collector.trust = *std::move(trust);
    }
    if (const auto value = map.optional("token_file")) {
        LICET_TRY_VOID(read_token(*value, traces.token));
    }
    if (const auto value = map.optional("sample_ratio")) {
        LICET_TRY(traces.sampled_per_million, read_ratio(*value));
    }
    if (const auto value = map.optional("parent_ratio")) {
        LICET_TRY(traces.parents_per_million, read_ratio(*value));
    }
    return map.finish();
}

Result<Settings> read_root(yaml::Map root) {
    Settings settings;
    LICET_TRY_VOID(read_listen(root, settings.listen));
    LICET_TRY_VOID(read_tls(root, settings.listen));
    if (const auto value = root.optional("clock_skew_seconds")) {
        LICET_TRY(const auto seconds, value->integer(1, kSkewSecondsMax));
        settings.auth.clock_skew = std::chrono::seconds{seconds};
    }
    if (const auto value = root.optional("shutdown_seconds")) {
        LICET_TRY(const auto seconds, value->integer(1, kShutdownSecondsMax));
        settings.shutdown_timeout = std::chrono::seconds{seconds};
    }
    if (const auto value = root.optional("log_level")) {
        LICET_TRY(const auto level, value->choice(kLevels));
        settings.log_level = static_cast<obs::Level>(level);
    }
    if (const auto value = root.optional("log_format")) {
        LICET_TRY(const auto format, value->choice(kFormats));
        settings.log_format = static_cast<obs::Format>(format);
    }
    if (const auto value = root.optional("snapshot_every_records")) {
        LICET_TRY(const auto records, value->integer(1, kSnapshotEveryMax));
        settings.engine.snapshot_every = static_cast<std::uint64_t>(records);
    }
    LICET_TRY_VOID(read_journal(root, settings.journal));
    LICET_TRY_VOID(read_metrics(root, settings.metrics_token));
    LICET_TRY_VOID(read_usage(root, settings.usage_tags));
    LICET_TRY_VOID(read_traces(root, settings.traces));
    LICET_TRY(settings.gateway, gateway::read_settings(root));
    LICET_TRY(settings.invocations, invocations::read_settings(root));
    LICET_TRY_VOID(root.finish());
    return settings;
}

}  // namespace

Result<Settings> read_settings(const std::filesystem::path& path) {
    LICET_TRY(const auto text, read_file(path, yaml::kTextBytesMax));
    LICET_TRY(const auto document, yaml::Document::parse(text, path.string()));
    LICET_TRY(auto root, document.root().map());
    return read_root(std::move(root));
}

Settings default_settings() {
    return Settings{.gateway = gateway::default_settings()};
}

Result<void> check_reloadable(const Settings& from, const Settings& to) {
    struct Member {
        std::string_view name;
        bool is_same;
    };
    const auto& old_journal = from.journal;
    const auto& new_journal = to.journal;
    for (const auto& [name, is_same] : {
             Member{"listen",
                    from.listen.address == to.listen.address && from.listen.port == to.listen.port},
             Member{"threads", from.listen.loops == to.listen.loops},
             Member{"busy_poll_microseconds", from.listen.busy_poll == to.listen.busy_poll},
             Member{"invocation_logging", from.invocations == to.invocations},
             Member{"metrics", from.metrics_token == to.metrics_token},
             Member{"usage", from.usage_tags == to.usage_tags},
             Member{"traces", from.traces == to.traces},
             Member{"tls", from.listen.tls.has_value() == to.listen.tls.has_value()},
             Member{"clock_skew_seconds", from.auth.clock_skew == to.auth.clock_skew},
             Member{"shutdown_seconds", from.shutdown_timeout == to.shutdown_timeout},
             Member{"snapshot_every_records",
                    from.engine.snapshot_every == to.engine.snapshot_every},
             Member{"journal",
                    old_journal.durability == new_journal.durability &&
                        old_journal.limits.retention_age == new_journal.limits.retention_age},
         }) {
        if (!is_same) {
            return Error{ErrorKind::invalid,
                         fmt::format("`{}` can only change with a restart", name)};
        }
    }
    return {};
}

Result<void> parse_listen(std::string_view text, net::ServerOptions& options) {
    const auto colon = text.rfind(':');
    const auto port_text =
        colon == std::string_view::npos ? std::string_view{} : text.substr(colon + 1);
    std::uint16_t port = 0;
    const auto [end, fault] =
        std::from_chars(port_text.data(), port_text.data() + port_text.size(), port);
    if (port_text.empty() || fault != std::errc{} || end != port_text.data() + port_text.size()) {
        return Error{
            ErrorKind::invalid,
            fmt::format("`{}` is not ADDRESS:PORT, such as 127.0.0.1:8080", text.substr(0, 128))};
    }
    auto address = text.substr(0, colon);
    if (address.size() >= 2 && address.front() == '[' && address.back() == ']') {
        address = address.substr(1, address.size() - 2);
    }
    options.address = address.empty() ? "127.0.0.1" : std::string{address};
    options.port = port;
    return {};
}

}  // namespace licet::server
