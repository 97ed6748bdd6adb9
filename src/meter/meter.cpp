// SPDX-License-Identifier: Apache-2.0
#include "meter/meter.h"

#include <fmt/format.h>

#include <utility>

namespace licet::meter {
namespace {

std::int64_t minute_of(Time time) {
    return std::chrono::floor<std::chrono::minutes>(time).time_since_epoch().count();
}

Result<void> make_directory(const std::filesystem::path& directory) {
    std::error_code failed;
    std::filesystem::create_directories(directory, failed);
    if (failed) {
        return Error{ErrorKind::internal,
                     fmt::format("cannot make `{}`: {}", directory.string(), failed.message())};
    }
    std::filesystem::permissions(directory, std::filesystem::perms::owner_all, failed);
    return {};
}

}  // namespace

Result<std::unique_ptr<Meter>> Meter::open(Options options, const Clock& clock, obs::Logger& logger,
                                           obs::Metrics& metrics) {
    LICET_TRY_VOID(make_directory(options.directory));
    return std::unique_ptr<Meter>{new Meter{std::move(options), clock, logger, metrics}};
}

Meter::Meter(Options options, const Clock& clock, obs::Logger& logger, obs::Metrics& metrics)
    : options_{std::move(options)},
      clock_{clock},
      logger_{logger},
      model_metrics_{metrics},
      folded_{metrics
                  .counters({"licet_meter_folded_calls_total",
                             "Calls counted without their details, for want of room."})
                  .at({})},
      failing_gauge_{
          metrics.gauges({"licet_meter_failing", "1 while the disk takes no rows of usage."})
              .at({})},
      thread_{[this] { run(); }} {}

Meter::~Meter() {
    {
        const std::lock_guard lock{mutex_};
        stop_ = true;
    }
    wake_.notify_all();
    thread_.join();
    if (const auto written = flush(); !written.ok()) {
        logger_.error("the last rows of usage are lost", {{"reason", written.error().message}});
    }
}

void Meter::record(const Usage& usage) {
    model_metrics_.note(usage);
    const auto totals = totals_of(usage);
    const auto account = usage.account.text();
    RowKey key{.minute = minute_of(usage.time),
               .account = account,
               .principal = usage.principal,
               .model = usage.model,
               .region = usage.region,
               .upstream = usage.upstream,
               .grant = usage.grant};
    thread_local std::string text;
    write_key(text, key);
    auto& shard = shards_[TextHash{}(text) % kShards];
    const auto rows_max = options_.rows_max / kShards;
    const std::lock_guard lock{shard.mutex};
    if (shard.rows.size() >= rows_max && shard.rows.find(text) == shard.rows.end()) {
        folded_.add();
        key = {.minute = key.minute, .account = account, .principal = kFolded};
        write_key(text, key);
        if (shard.rows.size() >= 2 * rows_max && shard.rows.find(text) == shard.rows.end()) {
            key.minute -= key.minute % kMinutesPerDay;
            key.account = kFolded;
            write_key(text, key);
        }
    }
    add(shard.rows, text, totals);
}

Result<void> Meter::flush() {
    const std::lock_guard lock{writing_};
    return write();
}

Result<std::vector<Group>> Meter::query(const Query& query) {
    std::vector<Extent> extents;
    Rows more;
    {
        const std::lock_guard lock{writing_};
        if (!write().ok()) {
            more = unwritten_;  // all that is recorded, unless even that has no room
            for (auto& shard : shards_) {
                const std::lock_guard shard_lock{shard.mutex};
                for (const auto& [key, totals] : shard.rows) {
                    add(more, key, totals);
                }
            }
        }
        LICET_TRY(extents, extents_of(options_.directory, query));
    }
    return sum_rows(extents, more, query);
}

void Meter::run() {
    std::unique_lock lock{mutex_};
    while (!wake_.wait_for(lock, options_.write_every, [&] { return stop_; })) {
        lock.unlock();
        const auto outcome = flush();  // write() has told it
        static_cast<void>(outcome.ok());
        lock.lock();
    }
}

/// Takes over what was recorded, unless so much waits already that it must stay in the shards,
/// which then fold.
void Meter::drain() {
    if (unwritten_.size() >= options_.rows_max) {
        return;
    }
    for (auto& shard : shards_) {
        Rows rows;
        {
            const std::lock_guard lock{shard.mutex};
            rows.swap(shard.rows);
        }
        for (const auto& [key, totals] : rows) {
            add(unwritten_, key, totals);
        }
    }
}

/// Requires writing_.
Result<void> Meter::write() {
    drain();
    auto outcome = append_rows(options_.directory, unwritten_);
    if (outcome.ok()) {
        drain();  // what had to stay in the shards
        outcome = append_rows(options_.directory, unwritten_);
    }
    note(outcome);
    const auto today = minute_of(clock_.now()) / kMinutesPerDay;
    if (today != last_swept_) {
        last_swept_ = today;
        remove_files_before(options_.directory, (today - options_.days_kept) * kMinutesPerDay);
    }
    return outcome;
}

void Meter::note(const Result<void>& outcome) {
    const bool was_failing = failing_.exchange(!outcome.ok());
    failing_gauge_.set(outcome.ok() ? 0 : 1);
    if (was_failing && outcome.ok()) {
        logger_.info("rows of usage are written again");
    } else if (!was_failing && !outcome.ok()) {
        logger_.error("rows of usage cannot be written; they wait in memory",
                      {{"reason", outcome.error().message}});
    }
}

}  // namespace licet::meter
