// SPDX-License-Identifier: Apache-2.0
// What holding and settling a call's share of its quotas costs. Ratios are to
// taking a lock that nobody else wants and looking a counter up by its name, as
// often as there are quotas.
#include "base/bench/bench.h"
#include "base/temporary_directory.h"
#include "quota/ledger.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <mutex>
#include <string>
#include <unordered_map>

namespace licet::quota {
namespace {

constexpr std::size_t kRounds = 9;
constexpr std::size_t kCalls = 50'000;     // of each round
constexpr std::size_t kGrants = 10'000;    // with counters
constexpr std::size_t kQuotasOfACall = 3;  // a rate, a budget, a limit on concurrency

template <typename Work>
double microseconds_a_call(Work work) {
    const auto start = std::chrono::steady_clock::now();
    for (std::size_t n = 0; n < kCalls; ++n) {
        work(n * 7'919 % kGrants);
    }
    const std::chrono::duration<double, std::micro> taken =
        std::chrono::steady_clock::now() - start;
    return taken.count() / kCalls;
}

std::vector<std::vector<model::Quota>> quotas_of_grants() {
    std::vector<std::vector<model::Quota>> all(kGrants);
    for (std::size_t n = 0; n < kGrants; ++n) {
        for (const auto* const key : {"licet:concurrency", "licet:quota:output-tokens-per-month",
                                      "licet:quota:requests-per-minute"}) {
            auto quota = model::read_quota(key, std::to_string(model::kQuotaLimitMax)).value();
            quota.grant.id.bytes[0] = static_cast<std::uint8_t>(n);
            quota.grant.id.bytes[1] = static_cast<std::uint8_t>(n >> 8U);
            all[n].push_back(std::move(quota));
        }
    }
    return all;
}

/// The baseline.
class LockedTable {
public:
    LockedTable() {
        for (std::size_t n = 0; n < kGrants * kQuotasOfACall; ++n) {
            names_.push_back(fmt::format("{:032x} licet:quota:requests-per-minute", n));
            counters_[names_.back()] = 0;
        }
    }
    void add(std::size_t grant) {
        for (std::size_t n = 0; n < kQuotasOfACall; ++n) {
            const std::lock_guard lock{mutex_};
            ++counters_.find(names_[grant * kQuotasOfACall + n])->second;
        }
    }

private:
    std::mutex mutex_;
    std::vector<std::string> names_;
    std::unordered_map<std::string, std::int64_t> counters_;
};

void run(bench::Report& report) {
    const TemporaryDirectory directory{report.directory()};
    const auto ledger = Ledger::open(directory.path() / "quotas").value();
    const auto quotas = quotas_of_grants();
    const Time now = parse_iso8601("2026-11-23T07:38:14Z").value();
    constexpr Caller kAccount{.account = {111'111'111'111}};
    const Amounts most{.input_tokens = 100, .output_tokens = 1'000};
    const auto reserve = [&](std::size_t grant) {
        auto outcome = ledger->reserve(quotas[grant], kAccount, most, now);
        return std::get<Reservation>(std::move(outcome));
    };
    LockedTable table;
    std::vector<double> floor;
    std::vector<double> held;
    std::vector<double> settled;
    std::vector<double> held_ratio;
    std::vector<double> settled_ratio;
    for (std::size_t round = 0; round <= kRounds; ++round) {
        const double base = microseconds_a_call([&](std::size_t grant) { table.add(grant); });
        const double hold = microseconds_a_call([&](std::size_t grant) { reserve(grant); });
        const double settle = microseconds_a_call([&](std::size_t grant) {
            LICET_CHECK(reserve(grant).settle({.input_tokens = 90, .output_tokens = 400}).ok());
        });
        if (round > 0) {  // the first makes the counters
            floor.push_back(base);
            held.push_back(hold);
            settled.push_back(settle);
            held_ratio.push_back(hold / base);
            settled_ratio.push_back(settle / base);
        }
    }
    const auto conditions = [&](const std::vector<double>& times) {
        return fmt::format(
            "{} counters, {} quotas a call, one thread; rounds {} us; to a mutex "
            "and a look-up in a hash table for each quota",
            kGrants * kQuotasOfACall, kQuotasOfACall, bench::spread_of(times).range());
    };
    const double base = bench::spread_of(floor).median;
    report.add({.name = "quota.hold_and_release",
                .value = bench::spread_of(held).median,
                .unit = "us",
                .baseline = base,
                .ratio = bench::spread_of(held_ratio).median,
                .goal = "<= 4",
                .conditions = conditions(held)});
    report.add({.name = "quota.hold_and_settle",
                .value = bench::spread_of(settled).median,
                .unit = "us",
                .baseline = base,
                .ratio = bench::spread_of(settled_ratio).median,
                .goal = "<= 8",
                .conditions = conditions(settled) + "; what is spent is written to the file"});
}

const bench::Benchmark kQuota{"quota", run};

}  // namespace
}  // namespace licet::quota
