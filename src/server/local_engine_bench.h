// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "engine/grant_world_bench.h"
#include "log/sqlite/sqlite_log.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <utility>
#include <vector>

namespace licet::server {

/// An engine in this process on a log of its own: the baseline of benchmarks over HTTP.
struct LocalEngine {
    /// @param grants how many will be made
    LocalEngine(const std::filesystem::path& directory, std::size_t grants)
        : log{std::move(log::open_sqlite_log(directory, log::OpenMode::create_new)).value()},
          engine{
              std::move(engine::Engine::open({*log, nullptr, clock, random, key, logger})).value()},
          builder{*engine} {
        builder.room_for_grants(grants);
    }

    /// Runs `calls` commands, numbered from `from` on, for `callers` waiting writers.
    /// @param command `command(world, number, ended)` makes one
    /// @return seconds
    template <typename Command>
    double run(Command command, std::size_t from, std::size_t calls, std::size_t callers) {
        engine::WaitingWriters writers{callers};
        std::vector<std::unique_ptr<engine::Task>> commands;
        for (std::size_t i = 0; i < calls; ++i) {
            commands.push_back(command(builder.world(), from + i, writers.ended()));
        }
        return writers.run(*engine, std::move(commands));
    }

    SystemClock clock;
    SystemRandom random;
    SealingKey key{std::array<std::uint8_t, 32>{1}};
    obs::Logger logger{clock, obs::Level::warn};
    std::unique_ptr<log::Log> log;
    std::unique_ptr<engine::Engine> engine;
    engine::GrantWorldBuilder builder;
};

}  // namespace licet::server
