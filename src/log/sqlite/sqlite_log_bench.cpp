// SPDX-License-Identifier: Apache-2.0
// Compares appending batches to the SQLite log with a bare append + fdatasync loop of the same
// bytes, in interleaved rounds on the same disk.
#include "log/sqlite/sqlite_log.h"

#include "base/bench/bench.h"
#include "base/file.h"
#include "base/temporary_directory.h"

#include <fmt/format.h>

#include <chrono>

#include <fcntl.h>

namespace licet::log {
namespace {

constexpr std::size_t kBatchRecords = 64;
constexpr std::size_t kRecordBytes = 1024;
constexpr std::size_t kBatches = 300;  // in each round
constexpr std::size_t kRounds = 9;

double seconds_since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

template <typename Append>
double records_per_second(const Append& append) {
    const auto start = std::chrono::steady_clock::now();
    for (std::size_t i = 0; i < kBatches; ++i) {
        append();
    }
    return static_cast<double>(kBatches * kBatchRecords) / seconds_since(start);
}

void run(bench::Report& report) {
    const TemporaryDirectory temporary{report.directory()};
    const auto& directory = temporary.path();
    const auto log = std::move(open_sqlite_log(directory, OpenMode::create_new)).value();
    const auto epoch = log->begin_epoch().value();
    auto bare = std::move(File::open(directory / "bare", O_WRONLY | O_CREAT)).value();
    const std::vector<std::string> bodies(kBatchRecords, std::string(kRecordBytes, 'x'));
    const std::string bytes(kBatchRecords * kRecordBytes, 'x');

    std::vector<double> ratios;
    std::vector<double> sqlite_rates;
    std::vector<double> bare_rates;
    for (std::size_t round = 0; round < kRounds; ++round) {
        sqlite_rates.push_back(
            records_per_second([&] { LICET_CHECK(log->append(log->head(), epoch, bodies).ok()); }));
        bare_rates.push_back(records_per_second([&] {
            LICET_CHECK(bare.write_all(bytes).ok());
            LICET_CHECK(bare.sync().ok());
        }));
        ratios.push_back(sqlite_rates.back() / bare_rates.back());
    }
    const auto ratio = bench::spread_of(ratios);
    report.add(
        {.name = "log.sqlite.append",
         .value = bench::spread_of(sqlite_rates).median,
         .unit = "records/s",
         .baseline = bench::spread_of(bare_rates).median,
         .ratio = ratio.median,
         .goal = ">= 0.6",
         .conditions = fmt::format("batches of {} records of {} bytes, one writer, ratios of "
                                   "{} rounds {}; baseline: append + fdatasync of the same "
                                   "bytes",
                                   kBatchRecords, kRecordBytes, kRounds, ratio.range())});
}

const bench::Benchmark kBenchmark{"log.sqlite", run};

}  // namespace
}  // namespace licet::log
