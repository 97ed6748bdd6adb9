// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "meter/ahead.h"
#include "meter/minutes.h"
#include "meter/model_metrics.h"
#include "meter/query.h"
#include "meter/usage.h"
#include "obs/logger.h"

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace licet::meter {

struct Options {
    std::filesystem::path directory;
    std::vector<std::string> tags = {};  ///< keys that usage is told apart by
    int days_kept = 400;
    Milliseconds write_every = std::chrono::seconds{10};
    /// Distinct rows in memory. Past it calls are counted under kFolded, of their account as long
    /// as there is room for twice as many.
    std::size_t rows_max = 65'536;
    /// Room for calls that are in no file of a day yet, in a file of its own.
    std::size_t ahead_bytes = std::size_t{4} << 20;
};

/// What model calls used, per minute. Thread-safe.
///
/// Rows are written to the day's file every `write_every` and at the end. What was recorded since
/// is in a mapped file, so a kill takes nothing, and the next start writes it. What the disk does
/// not take stays in memory, and is_failing() says so; only then, and past `ahead_bytes`, a kill
/// loses it. A loss of power takes what the system had not written.
class Meter {
public:
    /// Makes the directory; removes files older than days_kept. The caller holds the lock of the
    /// data directory. @param clock, logger, metrics outlive this.
    static Result<std::unique_ptr<Meter>> open(Options options, const Clock& clock,
                                               obs::Logger& logger, obs::Metrics& metrics);
    ~Meter();
    Meter(const Meter&) = delete;
    Meter& operator=(const Meter&) = delete;

    /// Counts one call, so that no kill undoes it. Called once per call, when it is over.
    void record(const Usage& usage);

    /// Returns once everything recorded before is in the files. @return `unavailable`.
    Result<void> flush();

    /// Everything recorded so far. @return as read_usage().
    Result<std::vector<Group>> query(const Query& query);

    /// The keys of the tags that Usage::tags is to have.
    const std::vector<std::string>& tags() const { return options_.tags; }

    bool is_failing() const { return failing_.load(std::memory_order_relaxed); }

private:
    Meter(Options options, Ahead ahead, const Clock& clock, obs::Logger& logger,
          obs::Metrics& metrics);
    Result<void> recover();
    void run();
    void drain();
    Result<void> write();
    Result<void> append_unwritten();
    void wake();
    void note(const Result<void>& outcome);

    const Options options_;
    const Clock& clock_;
    obs::Logger& logger_;
    ModelMetrics model_metrics_;
    obs::Counter& folded_;
    obs::Gauge& failing_gauge_;
    std::atomic<bool> failing_{false};

    std::mutex recording_;  // guards rows_ and ahead_
    Rows rows_;
    Ahead ahead_;

    std::mutex writing_;  // taken first; guards unwritten_, last_swept_ and the files
    Rows unwritten_;
    std::uint64_t drained_ = 0;  // the place in ahead_ behind all that unwritten_ had from there
    std::int64_t last_swept_ = 0;

    std::mutex mutex_;  // guards stop_ and is_due_
    std::condition_variable wake_;
    bool stop_ = false;
    bool is_due_ = false;
    std::thread thread_;
};

}  // namespace licet::meter
