// SPDX-License-Identifier: Apache-2.0
#include "cli/commands.h"
#include "server/server.h"

#include <fmt/format.h>

#include <csignal>
#include <cstdio>

namespace licet::cli {
namespace {

/// Blocks the signals that a server waits for in this and all later threads.
class Signals {
public:
    Signals() {
        sigemptyset(&set_);
        sigaddset(&set_, SIGHUP);
        sigaddset(&set_, SIGTERM);
        sigaddset(&set_, SIGINT);
        pthread_sigmask(SIG_BLOCK, &set_, nullptr);
        std::signal(SIGPIPE, SIG_IGN);
    }
    /// The next that comes.
    int wait() const {
        int signal = 0;
        sigwait(&set_, &signal);
        return signal;
    }

private:
    sigset_t set_;
};

Result<server::Settings> read_settings(const ServeArguments& arguments) {
    auto settings = server::default_settings();
    if (!arguments.config.empty()) {
        LICET_TRY(settings, server::read_settings(arguments.config));
    }
    if (!arguments.listen.empty()) {
        LICET_TRY_VOID(server::parse_listen(arguments.listen, settings.listen));
    }
    return settings;
}

/// Reads the settings again and puts them in force, all or none.
void reload(server::Server& server, const ServeArguments& arguments) {
    auto settings = read_settings(arguments);
    auto reloaded = settings.ok() ? server.reload(*std::move(settings))
                                  : Result<void>{std::move(settings).error()};
    if (reloaded.ok()) {
        server.logger().info("settings reloaded");
    } else {
        server.logger().error("settings not reloaded, the old ones stay in force",
                              {{"why", reloaded.error().message}});
    }
}

}  // namespace

Result<void> serve(const ServeArguments& arguments) {
    server::ServeOptions options{
        .directory = arguments.data, .master_key = arguments.master_key_file, .settings = {}};
    LICET_TRY(options.settings, read_settings(arguments));
    const Signals signals;
    LICET_TRY(const auto server, server::Server::start(std::move(options)));
    fmt::print("licet: listening on {}\n", server->url());
    std::fflush(stdout);
    while (signals.wait() == SIGHUP) {
        reload(*server, arguments);
    }
    server->stop();
    return {};
}

}  // namespace licet::cli
