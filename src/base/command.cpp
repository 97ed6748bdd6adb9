// SPDX-License-Identifier: Apache-2.0
#include "base/command.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <optional>
#include <utility>

extern char** environ;

namespace licet {
namespace {

Error wrong(std::string what) {
    return Error{ErrorKind::invalid, std::move(what)};
}

/// One shell in a process group of its own, so that what it starts ends with it.
class Shell {
public:
    explicit Shell(const std::string& command) {
        std::array<int, 2> ends{-1, -1};
        if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
            return;
        }
        output_ = ends[0];
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
        posix_spawnattr_t attributes;
        posix_spawnattr_init(&attributes);
        sigset_t none;
        sigemptyset(&none);
        posix_spawnattr_setsigmask(&attributes, &none);
        posix_spawnattr_setpgroup(&attributes, 0);
        posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP);
        std::string shell = "sh";
        std::string option = "-c";
        std::string text = command;
        std::array<char*, 4> arguments{shell.data(), option.data(), text.data(), nullptr};
        if (::posix_spawn(&id_, "/bin/sh", &actions, &attributes, arguments.data(), environ) != 0) {
            id_ = -1;
        }
        posix_spawnattr_destroy(&attributes);
        posix_spawn_file_actions_destroy(&actions);
        ::close(ends[1]);
    }
    ~Shell() {
        if (id_ > 0) {
            ::kill(-id_, SIGKILL);
            while (!ended(0)) {
            }
        }
        if (output_ >= 0) {
            ::close(output_);
        }
    }
    Shell(const Shell&) = delete;
    Shell& operator=(const Shell&) = delete;

    bool runs() const { return id_ > 0; }
    int output() const { return output_; }

    /// How it ended, when it has. @param options of waitpid(2)
    std::optional<int> ended(int options) {
        int status = 0;
        const auto id = ::waitpid(id_, &status, options);
        if (id == 0 || (id < 0 && errno == EINTR)) {
            return std::nullopt;
        }
        if (id < 0) {
            status = 0xff00;  // nobody knows: as if it had exited with 255
        }
        id_ = -1;
        return status;
    }

private:
    pid_t id_ = -1;
    int output_ = -1;
};

}  // namespace

Result<std::string> command_output(const std::string& command, std::size_t bytes_max,
                                   Milliseconds patience) {
    using Steady = std::chrono::steady_clock;
    Shell shell{command};
    if (!shell.runs()) {
        return wrong("the command cannot be run");
    }
    const auto end = Steady::now() + patience;
    const auto late = [&] {
        return wrong(fmt::format("the command took longer than {} s", patience.count() / 1'000));
    };
    const auto left = [&] {
        return static_cast<int>(
            std::chrono::duration_cast<Milliseconds>(end - Steady::now()).count());
    };
    std::string out;
    std::array<char, 4'096> buffer;
    while (true) {
        pollfd ready{.fd = shell.output(), .events = POLLIN, .revents = 0};
        const int polled = ::poll(&ready, 1, std::max(left(), 0));
        if (polled == 0) {
            return late();
        }
        if (polled < 0) {
            continue;
        }
        const auto read = ::read(shell.output(), buffer.data(), buffer.size());
        if (read == 0) {
            break;
        }
        if (read < 0 && errno != EINTR) {
            return wrong("what the command says cannot be read");
        }
        out.append(buffer.data(), static_cast<std::size_t>(std::max<ssize_t>(read, 0)));
        if (out.size() > bytes_max) {
            return wrong(fmt::format("the command says more than {} bytes", bytes_max));
        }
    }
    while (left() > 0) {  // it has closed its output, and commonly ends at once
        if (const auto status = shell.ended(WNOHANG)) {
            return WIFEXITED(*status) && WEXITSTATUS(*status) == 0
                       ? Result<std::string>{std::move(out)}
                       : wrong("the command failed");
        }
        ::poll(nullptr, 0, 1);
    }
    return late();
}

}  // namespace licet
