// SPDX-License-Identifier: Apache-2.0
#include "cli/commands.h"
#include "server/server.h"

#include <fmt/format.h>

#include <csignal>
#include <cstdio>

namespace licet::cli {
namespace {

/// Blocks the signals that end the program in this and all later threads, and waits for one of
/// them.
class EndSignals {
public:
    EndSignals() {
        sigemptyset(&set_);
        sigaddset(&set_, SIGTERM);
        sigaddset(&set_, SIGINT);
        pthread_sigmask(SIG_BLOCK, &set_, nullptr);
        std::signal(SIGPIPE, SIG_IGN);
    }
    void wait() const {
        int signal = 0;
        sigwait(&set_, &signal);
    }

private:
    sigset_t set_;
};

}  // namespace

Result<void> serve(const ServeArguments& arguments) {
    server::ServeOptions options{.directory = arguments.data,
                                 .master_key = arguments.master_key_file,
                                 .settings = server::default_settings()};
    if (!arguments.config.empty()) {
        LICET_TRY(options.settings, server::read_settings(arguments.config));
    }
    if (!arguments.listen.empty()) {
        LICET_TRY_VOID(server::parse_listen(arguments.listen, options.settings.listen));
    }
    const EndSignals signals;
    LICET_TRY(const auto server, server::Server::start(std::move(options)));
    fmt::print("licet: listening on {}\n", server->url());
    std::fflush(stdout);
    signals.wait();
    server->stop();
    return {};
}

}  // namespace licet::cli
