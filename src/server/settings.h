// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "auth/sigv4.h"
#include "engine/engine.h"
#include "gateway/settings.h"
#include "gateway/trace_export.h"
#include "invocations/settings.h"
#include "journal/journal.h"
#include "net/server.h"
#include "obs/logger.h"

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace licet::server {

/// Everything an operator can set besides the command line. docs/settings.md describes the file.
struct Settings {
    net::ServerOptions listen{.port = 8080};
    auth::Settings auth;
    journal::Options journal;
    engine::Options engine;
    /// How long a stop may take; calls under way get half of it.
    std::chrono::seconds shutdown_timeout{20};
    obs::Level log_level = obs::Level::info;
    obs::Format log_format = obs::Format::text;
    std::string metrics_token;            ///< empty: `/metrics` answers only those on this machine
    std::vector<std::string> usage_tags;  ///< keys of tags that usage is told apart by
    std::optional<gateway::TraceSettings> traces;
    gateway::Settings gateway;
    invocations::Settings invocations;
};

/// Reads a settings file (YAML). @return `not_found` or `invalid`; faults in the text read
/// `file:line: reason`.
Result<Settings> read_settings(const std::filesystem::path& path);

/// The settings in force without a file: an echo upstream for every model.
Settings default_settings();

/// Whether a running server can go over from some settings to others.
/// @return `invalid`, naming a member that can only change with a restart
Result<void> check_reloadable(const Settings& from, const Settings& to);

/// Reads `ADDRESS:PORT`, `[v6]:PORT` or `:PORT` into `options`. @return `invalid`.
Result<void> parse_listen(std::string_view text, net::ServerOptions& options);

}  // namespace licet::server
