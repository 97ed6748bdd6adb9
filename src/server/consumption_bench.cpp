// SPDX-License-Identifier: Apache-2.0
// CheckoutLicense by 64 callers over HTTP/1.1 against a `licet serve`, as a ratio to the commits of
// an engine in this process: CreateGrants of 64 waiting writers. Rounds of both take turns on the
// same disk. The clients have the cores in common with the server, but their requests are made and
// signed before the clock runs.
#include "base/bench/bench.h"
#include "base/temporary_directory.h"
#include "engine/checkout_world_bench.h"
#include "server/local_engine_bench.h"
#include "server/world_bench.h"

#include <fmt/format.h>

namespace licet::server {
namespace {

constexpr std::size_t kCallers = 64;
constexpr std::size_t kRounds = 15;
constexpr std::size_t kCalls = 2'000;  // in each round

void run(bench::Report& report) {
    const TemporaryDirectory own{report.directory()};
    const TemporaryDirectory parent{report.directory()};
    const auto served = parent.path() / "data";
    LocalEngine local{own.path(), kRounds * kCalls};
    engine::subscribe_to_seats(local.builder);
    Key key;
    {
        Seed seed{served, 1};
        engine::subscribe_to_seats(seed.world());
        key = seed.administrator();
    }
    const LicetProcess licet{served};
    Callers callers{licet.endpoint()};

    std::vector<double> http_rates;
    std::vector<double> checkout_rates;
    std::vector<double> commit_rates;
    std::vector<double> http_ratios;
    std::vector<double> checkout_ratios;
    for (std::size_t round = 0; round < kRounds; ++round) {
        std::vector<net::ClientRequest> requests;
        for (std::size_t i = 0; i < kCalls; ++i) {
            requests.push_back(
                license_manager_request(licet.endpoint(), key, "CheckoutLicense",
                                        engine::NumberedCheckout{round * kCalls + i}.body()));
        }
        const double commit_seconds =
            local.run(engine::create_grant_command, round * kCalls, kCalls, kCallers);
        const double checkout_seconds =
            local.run(engine::check_out_command, round * kCalls, kCalls, kCallers);
        const double http_seconds = callers.call_all(std::move(requests), kCallers);
        commit_rates.push_back(kCalls / commit_seconds);
        checkout_rates.push_back(kCalls / checkout_seconds);
        http_rates.push_back(kCalls / http_seconds);
        checkout_ratios.push_back(commit_seconds / checkout_seconds);
        http_ratios.push_back(commit_seconds / http_seconds);
    }
    const auto add = [&](std::string name, const std::vector<double>& rates,
                         const std::vector<double>& ratios, std::string goal,
                         std::string_view how) {
        const auto ratio = bench::spread_of(ratios);
        report.add({.name = std::move(name),
                    .value = bench::spread_of(rates).median,
                    .unit = "checkouts/s",
                    .baseline = bench::spread_of(commit_rates).median,
                    .ratio = ratio.median,
                    .goal = std::move(goal),
                    .conditions = fmt::format(
                        "{}, ratios of {} rounds of {} {}; baseline: commits of the engine alone, "
                        "{} waiting writers of CreateGrant",
                        how, kRounds, kCalls, ratio.range(), kCallers)});
    };
    add("consumption.checkout", http_rates, http_ratios, ">= 0.5",
        fmt::format("CheckoutLicense, HTTP/1.1, SigV4, {} callers", kCallers));
    add("consumption.checkout.engine", checkout_rates, checkout_ratios, "",
        fmt::format("CheckoutLicense, the engine alone, {} waiting writers", kCallers));
}

const bench::Benchmark kBenchmark{"consumption.checkout", run};

}  // namespace
}  // namespace licet::server
