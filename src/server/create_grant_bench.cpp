// SPDX-License-Identifier: Apache-2.0
// CreateGrant over HTTP/1.1 against a `licet serve`, as a ratio to the same commands given to an
// engine in this process. Rounds of both take turns on the same disk. The clients have the cores
// in common with the server, but their requests are made and signed before the clock runs.
#include "base/bench/bench.h"
#include "base/temporary_directory.h"
#include "server/local_engine_bench.h"
#include "server/world_bench.h"

#include <fmt/format.h>

namespace licet::server {
namespace {

constexpr std::size_t kConnections = 64;
constexpr std::size_t kRounds = 15;
constexpr std::size_t kCalls = 2'000;  // in each round

void run(bench::Report& report) {
    const TemporaryDirectory own{report.directory()};
    const TemporaryDirectory parent{report.directory()};
    const auto served = parent.path() / "data";
    LocalEngine local{own.path(), kRounds * kCalls};
    engine::GrantWorld world;
    Key key;
    {
        Seed seed{served, 1};
        world = seed.world().room_for_grants(kRounds * kCalls).world();
        key = seed.administrator();
    }
    const LicetProcess licet{served};
    Callers callers{licet.endpoint()};

    std::vector<double> http_rates;
    std::vector<double> engine_rates;
    std::vector<double> ratios;
    std::vector<double> cpu_us;
    for (std::size_t round = 0; round < kRounds; ++round) {
        std::vector<net::ClientRequest> requests;
        for (std::size_t i = 0; i < kCalls; ++i) {
            requests.push_back(
                license_manager_request(licet.endpoint(), key, "CreateGrant",
                                        engine::NumberedGrant{world, round * kCalls + i}.body()));
        }
        const double engine_seconds =
            local.run(engine::create_grant_command, round * kCalls, kCalls, kConnections);
        const auto cpu_before = licet.cpu_time();
        const double http_seconds = callers.call_all(std::move(requests), kConnections);
        const std::chrono::duration<double, std::micro> cpu = licet.cpu_time() - cpu_before;
        http_rates.push_back(kCalls / http_seconds);
        engine_rates.push_back(kCalls / engine_seconds);
        ratios.push_back(engine_seconds / http_seconds);
        cpu_us.push_back(cpu.count() / kCalls);
    }
    const auto ratio = bench::spread_of(ratios);
    const auto cpu = bench::spread_of(cpu_us);
    report.add(
        {.name = "server.create_grant",
         .value = bench::spread_of(http_rates).median,
         .unit = "calls/s",
         .baseline = bench::spread_of(engine_rates).median,
         .ratio = ratio.median,
         .goal = {},
         .conditions = fmt::format("HTTP/1.1, SigV4, {} connections, ratios of {} rounds of "
                                   "{} {}; baseline: the engine alone, {} waiting writers",
                                   kConnections, kRounds, kCalls, ratio.range(), kConnections)});
    report.add({.name = "server.create_grant.cpu",
                .value = cpu.median,
                .unit = "us/call",
                .goal = {},
                .conditions = fmt::format("all threads of the server, rounds {}", cpu.range())});
}

const bench::Benchmark kBenchmark{"server.create_grant", run};

}  // namespace
}  // namespace licet::server
