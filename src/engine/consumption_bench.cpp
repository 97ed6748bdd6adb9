// SPDX-License-Identifier: Apache-2.0
// CheckoutLicense commands of 64 waiting writers on an engine with 1,000,000 checkouts, held,
// lapsed at once, or being dropped, as a ratio to the same on one with 10,000 that are held. Rounds
// of both take turns on the same disk.
#include "base/bench/bench.h"
#include "base/temporary_directory.h"
#include "engine/checkout_world_bench.h"
#include "log/sqlite/sqlite_log.h"

#include <fmt/format.h>

namespace licet::engine {
namespace {

constexpr std::size_t kFew = 10'000;
constexpr std::size_t kMany = 1'000'000;
constexpr std::size_t kInOneRecord = 1'000;
constexpr std::size_t kWriters = 64;
constexpr std::size_t kRounds = 61;
constexpr std::size_t kCommands = 500;  // in each round

/// An engine on a log of its own, whose clock stands still.
class Seats {
public:
    Seats(const std::filesystem::path& directory, std::size_t held)
        : log_{std::move(log::open_sqlite_log(directory, log::OpenMode::create_new)).value()},
          engine_{
              std::move(Engine::open({*log_, nullptr, clock_, random_, key_, logger_})).value()},
          builder_{*engine_} {
        subscribe_to_seats(builder_);
        while (made_ < held) {
            hold_more();
        }
    }

    void wait(Milliseconds time) { clock_.advance(time); }

    /// @return microseconds a command
    double round() {
        WaitingWriters writers{kWriters};
        std::vector<std::unique_ptr<Task>> commands;
        for (std::size_t i = 0; i < kCommands; ++i) {
            commands.push_back(check_out_command(builder_.world(), made_++, writers.ended()));
        }
        return writers.run(*engine_, std::move(commands)) * 1e6 / kCommands;
    }

private:
    /// Many checkouts in one record, a second after those before.
    void hold_more() {
        builder_.decide("license-manager", "CheckoutLicense",
                        [&](const auto& state, const auto& context) -> Result<model::Events> {
                            model::Events all;
                            for (std::size_t i = 0; i < kInOneRecord; ++i) {
                                LICET_TRY(auto events,
                                          NumberedCheckout{made_++}.decide(state, context));
                                all.push_back(std::move(events.front()));
                            }
                            return all;
                        });
        wait(std::chrono::seconds{1});
    }

    ManualClock clock_{from_epoch_ms(1'790'000'000'000)};
    SystemRandom random_;
    SealingKey key_{std::array<std::uint8_t, 32>{1}};
    obs::Logger logger_{clock_, obs::Level::warn};
    std::unique_ptr<log::Log> log_;
    std::unique_ptr<Engine> engine_;
    GrantWorldBuilder builder_;
    std::size_t made_ = 0;
};

void compare(bench::Report& report, std::string name, Seats& few, Seats& many,
             std::string_view what) {
    std::vector<double> costs;
    std::vector<double> baselines;
    std::vector<double> ratios;
    for (std::size_t i = 0; i < kRounds; ++i) {
        baselines.push_back(few.round());
        costs.push_back(many.round());
        ratios.push_back(costs.back() / baselines.back());
    }
    const auto ratio = bench::spread_of(ratios);
    report.add({.name = std::move(name),
                .value = bench::spread_of(costs).median,
                .unit = "us/command",
                .baseline = bench::spread_of(baselines).median,
                .ratio = ratio.median,
                .goal = "<= 1.25",
                .conditions =
                    fmt::format("CheckoutLicense, {} waiting writers, {} {}, ratios of "
                                "{} rounds of {} {}; baseline: {} leases held",
                                kWriters, kMany, what, kRounds, kCommands, ratio.range(), kFew)});
}

void run(bench::Report& report) {
    const TemporaryDirectory few_directory{report.directory()};
    const TemporaryDirectory many_directory{report.directory()};
    Seats few{few_directory.path(), kFew};
    Seats many{many_directory.path(), kMany};
    compare(report, "consumption.held", few, many, "leases held");
    many.wait(std::chrono::hours{2});
    compare(report, "consumption.lapsed", few, many, "leases lapsed at once and remembered");
    many.wait(model::kCheckoutMemory);
    compare(report, "consumption.dropped", few, many, "lapsed leases being dropped");
}

const bench::Benchmark kBenchmark{"consumption.held", run};

}  // namespace
}  // namespace licet::engine
