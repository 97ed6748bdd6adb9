// SPDX-License-Identifier: Apache-2.0
// Compares appending batches to the SQLite log with a bare append + fdatasync loop of the same
// bytes, in interleaved rounds on the same disk: licet_log_bench [--json] [DIRECTORY]
#include "log/sqlite/sqlite_log.h"

#include "base/file.h"
#include "base/temporary_directory.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include <fcntl.h>

namespace licet::log {
namespace {

constexpr std::size_t kBatchRecords = 64;
constexpr std::size_t kRecordBytes = 1024;
constexpr std::size_t kBatches = 300;  // in each round
constexpr std::size_t kRounds = 9;
constexpr double kGoal = 0.6;

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

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

void report(bool json, double sqlite, double bare, double ratio) {
    if (json) {
        fmt::print(R"({{"name":"log.sqlite.append","value":{:.0f},"unit":"records/s",)"
                   R"("baseline":{:.0f},"ratio":{:.2f},"goal":{},)"
                   R"("conditions":"batches of {} records of {} bytes, one writer; )"
                   R"(baseline: append + fdatasync of the same bytes"}})"
                   "\n",
                   sqlite, bare, ratio, kGoal, kBatchRecords, kRecordBytes);
    } else {
        fmt::print(
            "log.sqlite.append  {:.0f} records/s, bare append + fdatasync {:.0f} records/s, "
            "ratio {:.2f} (goal {} or more)\n",
            sqlite, bare, ratio, kGoal);
    }
}

void run(const std::filesystem::path& directory, bool json) {
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
    report(json, median(sqlite_rates), median(bare_rates), median(ratios));
}

}  // namespace
}  // namespace licet::log

int main(int count, char** arguments) {
    // Not the system's place for temporary files, which may be memory.
    std::filesystem::path directory = "/var/tmp";
    bool json = false;
    for (int i = 1; i < count; ++i) {
        if (std::string_view{arguments[i]} == "--json") {
            json = true;
        } else {
            directory = arguments[i];
        }
    }
    const licet::TemporaryDirectory temporary{directory};
    licet::log::run(temporary.path(), json);
    return 0;
}
