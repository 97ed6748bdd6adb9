// SPDX-License-Identifier: Apache-2.0
// Compares appending batches to the SQLite log with a bare append + fdatasync loop of the same
// bytes, in interleaved rounds on the same disk: licet_log_bench [DIRECTORY [BATCHES [ROUNDS]]]
#include "log/sqlite/sqlite_log.h"

#include "base/file.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>

#include <fcntl.h>

namespace licet::log {
namespace {

constexpr std::size_t kBatchRecords = 64;
constexpr std::size_t kRecordBytes = 1024;

double seconds_since(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

struct Round {
    double records_per_second;
    double worst_ms;
};

template <typename Append>
Round measure(std::size_t batches, const Append& append) {
    const auto start = std::chrono::steady_clock::now();
    double worst = 0;
    for (std::size_t i = 0; i < batches; ++i) {
        const auto before = std::chrono::steady_clock::now();
        append();
        worst = std::max(worst, seconds_since(before));
    }
    return {static_cast<double>(batches * kBatchRecords) / seconds_since(start), worst * 1000};
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

int run(const std::filesystem::path& directory, std::size_t batches, std::size_t rounds) {
    std::filesystem::create_directories(directory);
    std::filesystem::remove(directory / kSqliteLogFile);
    const auto log = std::move(open_sqlite_log(directory, OpenMode::create_new)).value();
    const auto epoch = log->begin_epoch().value();
    auto bare = std::move(File::open(directory / "bare", O_WRONLY | O_CREAT | O_TRUNC)).value();
    const std::vector<std::string> bodies(kBatchRecords, std::string(kRecordBytes, 'x'));
    const std::string bytes(kBatchRecords * kRecordBytes, 'x');

    std::vector<double> ratios;
    std::vector<double> sqlite_rates;
    std::vector<double> bare_rates;
    for (std::size_t round = 0; round < rounds; ++round) {
        const auto by_sqlite =
            measure(batches, [&] { LICET_CHECK(log->append(log->head(), epoch, bodies).ok()); });
        const auto by_bare = measure(batches, [&] {
            LICET_CHECK(bare.write_all(bytes).ok());
            LICET_CHECK(bare.sync().ok());
        });
        sqlite_rates.push_back(by_sqlite.records_per_second);
        bare_rates.push_back(by_bare.records_per_second);
        ratios.push_back(by_sqlite.records_per_second / by_bare.records_per_second);
        fmt::print(
            "round {}: sqlite {:.0f}/s (worst batch {:.1f} ms), bare {:.0f}/s ({:.1f} ms), "
            "ratio {:.2f}\n",
            round, sqlite_rates.back(), by_sqlite.worst_ms, bare_rates.back(), by_bare.worst_ms,
            ratios.back());
    }
    fmt::print("median: sqlite {:.0f} records/s, bare {:.0f} records/s, ratio {:.2f}\n",
               median(sqlite_rates), median(bare_rates), median(ratios));
    return 0;
}

}  // namespace
}  // namespace licet::log

int main(int count, char** arguments) {
    const auto number = [&](int index, std::size_t otherwise) {
        return count > index ? std::strtoul(arguments[index], nullptr, 10) : otherwise;
    };
    return licet::log::run(count > 1 ? arguments[1] : "licet-log-bench", number(2, 500),
                           number(3, 9));
}
