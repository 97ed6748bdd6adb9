// SPDX-License-Identifier: Apache-2.0
// Commands per second with 64 waiting writers on the SQLite log, as a ratio to a bare append +
// fdatasync loop of the same bytes in the same batches. Each round of the engine is followed by a
// round of the loop, on the same disk.
#include "engine/engine.h"

#include "base/bench/bench.h"
#include "base/file.h"
#include "base/temporary_directory.h"
#include "engine/grant_world_bench.h"
#include "log/sqlite/sqlite_log.h"

#include <fmt/format.h>

#include <fcntl.h>

namespace licet::engine {
namespace {

constexpr std::size_t kWriters = 64;
constexpr std::size_t kRounds = 27;
constexpr std::size_t kCommands = 2'000;  // in each round

/// Notes the sizes of the batches that pass through.
class NotingLog final : public log::Log {
public:
    struct Batch {
        std::size_t records = 0;
        std::size_t bytes = 0;
    };

    explicit NotingLog(log::Log& inner) : inner_{inner} {}

    /// The batches since the last call. Only while nothing is appended.
    std::vector<Batch> take() { return std::exchange(batches_, {}); }

    Result<void> append(Revision after, std::uint64_t epoch,
                        std::span<const std::string> bodies) override {
        Batch batch{.records = bodies.size()};
        for (const auto& body : bodies) {
            batch.bytes += body.size();
        }
        batches_.push_back(batch);
        return inner_.append(after, epoch, bodies);
    }

    Revision head() const override { return inner_.head(); }
    Sha256 head_hash() const override { return inner_.head_hash(); }
    Result<Sha256> hash_at(Revision revision) const override { return inner_.hash_at(revision); }
    Result<std::uint64_t> begin_epoch() override { return inner_.begin_epoch(); }
    Result<void> read(Revision from, std::size_t limit, const log::Visit& visit) const override {
        return inner_.read(from, limit, visit);
    }
    Result<void> read_backward(Revision from, std::size_t limit,
                               const log::Visit& visit) const override {
        return inner_.read_backward(from, limit, visit);
    }
    Result<bool> wait_for(Revision revision, Milliseconds timeout) const override {
        return inner_.wait_for(revision, timeout);
    }

private:
    log::Log& inner_;
    std::vector<Batch> batches_;
};

/// Appends and syncs the same amounts. @return seconds
double append_bare(File& file, const std::vector<NotingLog::Batch>& batches) {
    std::size_t largest = 0;
    for (const auto& batch : batches) {
        largest = std::max(largest, batch.bytes);
    }
    const std::string bytes(largest, 'x');
    const auto start = std::chrono::steady_clock::now();
    for (const auto& batch : batches) {
        LICET_CHECK(file.write_all(std::string_view{bytes}.substr(0, batch.bytes)).ok());
        LICET_CHECK(file.sync().ok());
    }
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

struct Totals {
    std::size_t records = 0;
    std::size_t bytes = 0;
    std::size_t batches = 0;
};

void run(bench::Report& report) {
    const TemporaryDirectory directory{report.directory()};
    const auto sqlite =
        std::move(log::open_sqlite_log(directory.path(), log::OpenMode::create_new)).value();
    auto bare = std::move(File::open(directory.path() / "bare", O_WRONLY | O_CREAT)).value();
    NotingLog log{*sqlite};
    const SystemClock clock;
    SystemRandom random;
    const SealingKey key{std::array<std::uint8_t, 32>{1}};
    obs::Logger logger{clock, obs::Level::warn};
    const auto engine = std::move(Engine::open({log, nullptr, clock, random, key, logger})).value();
    GrantWorldBuilder builder{*engine};
    const GrantWorld& world = builder.room_for_grants(kRounds * kCommands).world();
    log.take();

    WaitingWriters writers{kWriters};
    Totals totals;
    std::vector<double> engine_rates;
    std::vector<double> bare_rates;
    std::vector<double> ratios;
    for (std::size_t round = 0; round < kRounds; ++round) {
        std::vector<std::unique_ptr<Task>> commands;
        for (std::size_t i = 0; i < kCommands; ++i) {
            commands.push_back(create_grant_command(world, round * kCommands + i, writers.ended()));
        }
        const double engine_seconds = writers.run(*engine, std::move(commands));
        const auto batches = log.take();
        const double bare_seconds = append_bare(bare, batches);
        for (const auto& batch : batches) {
            totals.records += batch.records;
            totals.bytes += batch.bytes;
        }
        totals.batches += batches.size();
        engine_rates.push_back(static_cast<double>(kCommands) / engine_seconds);
        bare_rates.push_back(static_cast<double>(kCommands) / bare_seconds);
        ratios.push_back(bare_seconds / engine_seconds);
    }
    const auto ratio = bench::spread_of(ratios);
    report.add({.name = "engine.commit",
                .value = bench::spread_of(engine_rates).median,
                .unit = "commits/s",
                .baseline = bench::spread_of(bare_rates).median,
                .ratio = ratio.median,
                .goal = ">= 0.6",
                .conditions = fmt::format(
                    "CreateGrant, {} waiting writers, {:.2f} records of {} bytes a command, {} "
                    "records a batch, ratios of {} rounds {}; baseline: append + fdatasync of the "
                    "same bytes in the same batches",
                    kWriters,
                    static_cast<double>(totals.records) / static_cast<double>(kRounds * kCommands),
                    totals.bytes / totals.records, totals.records / totals.batches, kRounds,
                    ratio.range())});
}

const bench::Benchmark kBenchmark{"engine.commit", run};

}  // namespace
}  // namespace licet::engine
