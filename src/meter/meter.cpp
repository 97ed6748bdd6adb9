// SPDX-License-Identifier: Apache-2.0
#include "meter/meter.h"

#include <fmt/format.h>

#include <utility>

namespace licet::meter {
namespace {

constexpr std::string_view kAheadFile = "ahead";

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
    LICET_TRY(auto ahead, Ahead::open(options.directory / kAheadFile, options.ahead_bytes));
    std::unique_ptr<Meter> meter;
    meter.reset(new Meter{std::move(options), std::move(ahead), clock, logger, metrics});
    LICET_TRY_VOID(meter->recover());
    meter->thread_ = std::thread{[at = meter.get()] { at->run(); }};
    return meter;
}

Meter::Meter(Options options, Ahead ahead, const Clock& clock, obs::Logger& logger,
             obs::Metrics& metrics)
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
      ahead_{std::move(ahead)} {}

Meter::~Meter() {
    {
        const std::lock_guard lock{mutex_};
        stop_ = true;
    }
    wake_.notify_all();
    if (!thread_.joinable()) {
        return;  // it was not opened, and what a kill left stays where it is
    }
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
               .grant = usage.grant,
               .tags = usage.tags};
    thread_local std::string text;
    thread_local std::string line;
    write_key(text, key);
    const auto has_room = [&](std::size_t rows_max) {
        return rows_.size() < rows_max || rows_.find(text) != rows_.end();
    };
    std::unique_lock lock{recording_};
    if (!has_room(options_.rows_max)) {
        folded_.add();
        key = {.minute = key.minute, .account = account, .principal = kFolded};
        write_key(text, key);
        if (!has_room(2 * options_.rows_max)) {
            key.minute -= key.minute % kMinutesPerDay;
            key.account = kFolded;
            write_key(text, key);
        }
    }
    add(rows_, text, totals);
    line.clear();
    write_row(line, text, totals);
    const bool kept = ahead_.append(line);
    const bool half = ahead_.used() > ahead_.capacity() / 2;
    lock.unlock();
    if (is_failing()) {
        return;
    }
    if (!kept) {
        static_cast<void>(flush().ok());  // write() has told it
    } else if (half) {
        wake();
    }
}

void Meter::wake() {
    {
        const std::lock_guard lock{mutex_};
        if (std::exchange(is_due_, true)) {
            return;
        }
    }
    wake_.notify_all();
}

/// What a process that was killed left: taken out of the files of days, as far as it is there, and
/// written again.
Result<void> Meter::recover() {
    const std::lock_guard lock{writing_};
    for (const auto& touched : ahead_.touched()) {
        LICET_TRY_VOID(shorten(options_.directory, touched.day, touched.bytes));
    }
    const auto left = ahead_.lines();
    std::string text;
    std::int64_t calls = 0;
    const auto read =
        read_lines(left, [&](const RowKey& key, const Totals& totals) -> Result<void> {
            write_key(text, key);
            add(unwritten_, text, totals);
            calls += totals.calls;
            return {};
        });
    if (!read.ok()) {
        logger_.error("what a kill left of the usage is damaged",
                      {{"reason", read.error().message}});
    }
    drained_ = ahead_.end();
    if (calls != 0) {
        logger_.info("calls that were measured before a kill are in the usage", {{"calls", calls}});
    }
    static_cast<void>(write().ok());  // it has told it
    return {};
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
            more = unwritten_;
            const std::lock_guard recording{recording_};
            for (const auto& [key, totals] : rows_) {
                add(more, key, totals);
            }
        }
        LICET_TRY(extents, extents_of(options_.directory, query));
    }
    return sum_rows(extents, more, query);
}

void Meter::run() {
    std::unique_lock lock{mutex_};
    while (true) {
        wake_.wait_for(lock, options_.write_every, [&] { return stop_ || is_due_; });
        if (stop_) {
            return;
        }
        is_due_ = false;
        lock.unlock();
        const auto outcome = flush();  // write() has told it
        static_cast<void>(outcome.ok());
        lock.lock();
    }
}

/// Takes over what was recorded. Requires that nothing is unwritten.
void Meter::drain() {
    const std::lock_guard lock{recording_};
    unwritten_.swap(rows_);
    drained_ = ahead_.end();
}

Result<void> Meter::append_unwritten() {
    const auto touch = [this](std::int64_t day, std::uint64_t bytes) {
        const std::lock_guard lock{recording_};
        return ahead_.touch({.day = day, .bytes = bytes});
    };
    LICET_TRY_VOID(append_rows(options_.directory, unwritten_, touch));
    const std::lock_guard lock{recording_};
    ahead_.commit(drained_);
    return {};
}

/// Requires writing_.
Result<void> Meter::write() {
    auto outcome = append_unwritten();  // what the disk did not take before
    if (outcome.ok()) {
        drain();
        outcome = append_unwritten();
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
