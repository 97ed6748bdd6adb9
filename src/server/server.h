// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "server/settings.h"

#include <filesystem>
#include <memory>
#include <string>

namespace licet::server {

struct ServeOptions {
    std::filesystem::path directory;
    std::filesystem::path master_key;  ///< empty: in the directory
    Settings settings;
};

/// A running licet on one data directory.
class Server {
public:
    /// Opens the data, brings the state up to date and listens.
    /// @return `conflict` when another process has the directory; `not_found`, `invalid`,
    /// `unavailable` with a
    ///         sentence on what to do.
    static Result<std::unique_ptr<Server>> start(ServeOptions options);

    virtual ~Server() = default;
    /// `http[s]://ADDRESS:PORT`
    virtual std::string url() const = 0;
    virtual obs::Logger& logger() = 0;

    /// Puts other settings in force for what begins from now on: certificate, upstreams and routes,
    /// log level. Thread-safe.
    /// @return as check_reloadable(), and then nothing has changed
    virtual Result<void> reload(Settings settings) = 0;
    /// Lets requests under way finish, writes a snapshot and closes everything. Blocks. Idempotent.
    virtual void stop() = 0;
};

}  // namespace licet::server
